import { codeOf, findCountry, listCountries, listServices, parseCountry, parseService } from '@numroute/core';
import { describe, expect, test } from 'vitest';

describe('countries', () => {
  test('are ISO 3166-1 alpha-2 and Kosovo, each with a name and a calling code', () => {
    const countries = listCountries();
    expect(countries).toHaveLength(250);
    for (const { code, name, callingCode } of countries) {
      expect(code).toMatch(/^[A-Z]{2}$/);
      expect(name.length).toBeGreaterThan(2);
      expect(callingCode).toMatch(/^[1-9]\d{0,2}$/);
    }
    expect(findCountry('EE')).toEqual({ code: 'EE', name: 'Estonia', callingCode: '372' });
    expect(findCountry('__proto__')).toBeUndefined();
  });

  test.each([
    ['ee', 'EE'],
    ['UK', 'GB'],
    ['estonia', 'EE'],
    ['arzancell:zz', 'arzancell:zz'],
  ])('%s is %s', (text, code) => {
    expect(parseCountry(text)).toBe(code);
  });

  test.each(['XX', '', 'any', 'constructor'])('%j is refused with the field and the fix', (text) => {
    expect(() => parseCountry(text)).toThrow(/^country: expected an ISO 3166-1 alpha-2 code/);
  });
});

describe('services', () => {
  test('slugs are unique and speak for themselves', () => {
    const slugs = listServices().map(({ slug }) => slug);
    expect(new Set(slugs).size).toBe(slugs.length);
    expect(slugs.length).toBeGreaterThanOrEqual(116);
    for (const slug of slugs) expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  test.each([
    ['tg', 'telegram'],
    ['Telegram', 'telegram'],
    ['ok.ru', 'okru'],
    ['sms-activate:tg', 'sms-activate:tg'],
  ])('%s is %s', (text, slug) => {
    expect(parseService(text)).toBe(slug);
  });

  test('a typo is refused and answered with near words, never guessed', () => {
    expect(() => parseService('telegarm')).toThrow(/did you mean telegram/);
  });
});

describe('codeOf', () => {
  test.each([
    [{ code: '012345' }, '012345'],
    [{ code: 'AB-12', text: 'other 9999' }, 'AB-12'],
    [{ text: 'Your code: 0042' }, '0042'],
    [{ text: 'WhatsApp code 123-456, do not share' }, '123456'],
    [{ text: 'کد شما ۱۲۳۴۵ است' }, '12345'],
    [{ text: 'no digits here' }, undefined],
    [{ text: 'call +37255500112233 now' }, undefined],
  ])('%j has %s', (message, code) => {
    expect(codeOf(message)).toBe(code);
  });
});
