import { findCountry, listCountries, listServices, parseCountry, parseService } from '@numroute/core';
import { describe, expect, test } from 'vitest';
import {
  countryOfSmsActivateId,
  smsActivateCountryId,
  smsActivateCountryOverrides,
} from '../src/ids/countries.ts';
import {
  serviceOfSmsActivateCode,
  smsActivateServiceCode,
  smsActivateServiceName,
} from '../src/ids/services.ts';

const hostile = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''];

describe('country ids of sms-activate', () => {
  const rows = Array.from({ length: 2000 }, (_, id) => ({ id, row: countryOfSmsActivateId(id) })).flatMap(
    ({ id, row }) => (row ? [{ id, ...row }] : []),
  );

  test('run from 0 to 204: each country once, and the virtual US', () => {
    expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 205 }, (_, id) => id));
    expect(rows.filter(({ virtual }) => virtual)).toEqual([{ id: 12, country: 'US', virtual: true }]);
    expect(new Set(rows.map(({ country }) => country)).size).toBe(204);
  });

  test('round trip, and each is a country we know', () => {
    for (const { id, country, virtual = false } of rows) {
      expect(smsActivateCountryId(country, { virtual })).toBe(id);
      expect(findCountry(country)).toBeDefined();
    }
    const ids = listCountries().flatMap(({ code }) => smsActivateCountryId(code) ?? []);
    expect(new Set(ids)).toEqual(new Set(rows.filter(({ virtual }) => !virtual).map(({ id }) => id)));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('virtual numbers are asked for by name and never stand in for real ones', () => {
    expect(smsActivateCountryId('US')).toBe(187);
    expect(smsActivateCountryId('US', { virtual: true })).toBe(12);
    expect(smsActivateCountryId('CA', { virtual: true })).toBeUndefined();
    expect(countryOfSmsActivateId(187)).toEqual({ country: 'US' });
  });

  test('the second Russia is unknown', () => {
    expect(smsActivateCountryId('RU')).toBe(0);
    expect(countryOfSmsActivateId(222)).toBeUndefined();
  });

  test.each([
    ['GB', 16],
    ['CA', 36],
    ['KZ', 2],
    ['XK', 203],
    ['CD', 18],
    ['CG', 150],
    ['DO', 109],
    ['DM', 126],
    ['PG', 79],
    ['GN', 68],
    ['GQ', 167],
    ['SD', 98],
    ['SS', 177],
    ['BT', 158],
    ['BM', 195],
    ['SZ', 106],
    ['CH', 173],
    ['TL', 91],
    ['CV', 186],
    ['MK', 183],
    ['CZ', 63],
    ['TR', 62],
    ['CI', 27],
    ['GF', 162],
    ['RE', 146],
    ['PR', 97],
    ['HK', 14],
    ['MO', 20],
    ['TW', 55],
  ])('%s is %i', (country, id) => {
    expect(smsActivateCountryId(country)).toBe(id);
    expect(countryOfSmsActivateId(id)).toEqual({ country });
  });

  test('the United Kingdom goes by its ISO code only', () => {
    expect(smsActivateCountryId(parseCountry('uk'))).toBe(16);
    expect(smsActivateCountryId('UK')).toBeUndefined();
  });

  test.each(hostile)('%j is no country', (text) => {
    expect(smsActivateCountryId(text)).toBeUndefined();
    expect(smsActivateCountryId(text, { virtual: true })).toBeUndefined();
  });

  test.each([-1, 0.5, Number.NaN, 1001])('%d is no id', (id) => {
    expect(countryOfSmsActivateId(id)).toBeUndefined();
  });

  test('what a shop changes is a known country outside the table, or an absent row of it', () => {
    expect([...smsActivateCountryOverrides.keys()]).toEqual([
      'herosms',
      'smsbower',
      'tiger',
      'grizzly',
      'sms-verification-number',
    ]);
    for (const { absent, ownIds } of smsActivateCountryOverrides.values()) {
      for (const id of absent) expect(countryOfSmsActivateId(id)).toBeDefined();
      for (const [id, country] of ownIds) {
        expect(countryOfSmsActivateId(id)).toBeUndefined();
        expect(findCountry(country)).toBeDefined();
      }
    }
    expect(smsActivateCountryOverrides.get('smsbower')?.ownIds.get(1001)).toBe('JP');
    expect(smsActivateCountryOverrides.get('tiger')?.ownIds.get(1001)).toBe('US');
  });
});

describe('service codes of sms-activate', () => {
  test('every slug but one has a code of its own, which has a name', () => {
    const codes = new Set<string>();
    const without: string[] = [];
    for (const { slug } of listServices()) {
      const code = smsActivateServiceCode(slug);
      if (code === undefined) {
        without.push(slug);
        continue;
      }
      expect(code).toMatch(/^[a-z]{2,4}$/);
      expect(codes.has(code)).toBe(false);
      codes.add(code);
      expect(serviceOfSmsActivateCode(code)).toBe(slug);
      expect(smsActivateServiceName(code)).toBeTruthy();
    }
    expect(without).toEqual(['qiwi']);
    expect(codes.size).toBe(115);
  });

  test('every known code leads to a service and back', () => {
    const letters = [...'abcdefghijklmnopqrstuvwxyz'];
    const pairs = letters.flatMap((a) => letters.map((b) => a + b));
    const known = [...pairs, ...pairs.flatMap((pair) => letters.map((c) => pair + c)), 'full'].filter(
      smsActivateServiceName,
    );
    expect(known).toHaveLength(2042);
    const slugs = new Set(listServices().map(({ slug }) => slug));
    for (const code of known) {
      const service = serviceOfSmsActivateCode(code);
      expect(smsActivateServiceCode(service)).toBe(code);
      expect(parseService(service)).toBe(service);
      expect(slugs.has(service) || service === `sms-activate:${code}`).toBe(true);
      const name = smsActivateServiceName(code) ?? '';
      expect(name).toBe(name.trim());
    }
  });

  test.each([
    ['go', 'google', 'Google,youtube,Gmail'],
    ['gf', 'google-voice', 'GoogleVoice'],
    ['wb', 'wechat', 'WeChat'],
    ['wc', 'craigslist', 'Craigslist'],
    ['uk', 'airbnb', 'Airbnb'],
    ['it', 'cash-app', 'CashApp'],
    ['ub', 'uber', 'Uber'],
    ['ya', 'yandex', 'Yandex/Uber'],
    ['ot', 'other', 'Any other'],
    ['eh', 'sms-activate:eh', 'Telegram 2.0'],
    ['aii', 'sms-activate:aii', 'Hinge Dating'],
    ['hn', 'sms-activate:hn', 'Bonia'],
    ['tk', 'sms-activate:tk', 'MVideo'],
    ['ahf', 'sms-activate:ahf', 'GAIL`s Bakery'],
  ])('%s is %s', (code, service, name) => {
    expect(serviceOfSmsActivateCode(code)).toBe(service);
    expect(smsActivateServiceCode(service)).toBe(code);
    expect(smsActivateServiceName(code)).toBe(name);
  });

  test('a code is taken as it is, known or not; nothing falls back to other', () => {
    expect(smsActivateServiceCode('sms-activate:tg')).toBe('tg');
    expect(smsActivateServiceCode('sms-activate:zzzz')).toBe('zzzz');
    expect(serviceOfSmsActivateCode('zzzz')).toBe('sms-activate:zzzz');
    expect(smsActivateServiceName('zzzz')).toBeUndefined();
    for (const text of ['unheard-of', 'qiwi', 'vak:tg', 'sms-activate:', 'sms-activate:a&b', 'TELEGRAM']) {
      expect(smsActivateServiceCode(text)).toBeUndefined();
    }
  });

  test.each(hostile)('%j is no service', (text) => {
    expect(smsActivateServiceCode(text)).toBeUndefined();
    expect(serviceOfSmsActivateCode(text)).toBe(`sms-activate:${text}`);
    expect(smsActivateServiceName(text)).toBeUndefined();
  });
});
