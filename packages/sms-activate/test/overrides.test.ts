import { createWorld, startSandbox } from '@numroute/testkit';
import { describe, expect, test } from 'vitest';
import { createCodes } from '../src/codes.ts';
import { profiles, smsActivate, smsActivateDialect } from '../src/index.ts';
import { type CodeOverrides, overridden } from '../src/overrides.ts';

const codesWith = (overrides: CodeOverrides) => {
  const profile = overridden(profiles.classic, overrides);
  return createCodes('shop', profile);
};

describe('both directions', () => {
  test('a country under another id', () => {
    const codes = codesWith({ countries: { EE: 999 } });
    expect(codes.idsOf('EE')).toEqual(['999']);
    expect(codes.countryOf('999')).toEqual({ country: 'EE' });
    // What the id of the table means here, nobody knows any more.
    expect(codes.countryOf('34')).toEqual({ country: 'shop:34' });
    expect(codes.idsOf('shop:34')).toEqual(['34']);
  });

  test("an id that was another country's", () => {
    const codes = codesWith({ countries: { EE: 16 } });
    expect(codes.countryOf('16')).toEqual({ country: 'EE' });
    expect(codes.idsOf('GB')).toEqual([]);
  });

  test('two countries change places', () => {
    const codes = codesWith({
      countries: { EE: 16, GB: '34' },
      services: { telegram: 'wa', whatsapp: 'tg' },
    });
    expect([codes.idsOf('EE'), codes.idsOf('GB')]).toEqual([['16'], ['34']]);
    expect([codes.codeOf('telegram'), codes.serviceOf('wa')]).toEqual(['wa', 'telegram']);
    expect([codes.codeOf('whatsapp'), codes.serviceOf('tg')]).toEqual(['tg', 'whatsapp']);
  });

  test('several ids, a name, and none', () => {
    const codes = codesWith({ countries: { US: [187, 1001], EE: 'estonia', RU: null } });
    expect(codes.idsOf('US')).toEqual(['187', '1001', '12']);
    expect(codes.countryOf('12')).toEqual({ country: 'US', virtual: true });
    expect(codes.countryOf('estonia')).toEqual({ country: 'EE' });
    expect(codes.idsOf('RU')).toEqual([]);
  });

  test('a service under another code, and none', () => {
    const codes = codesWith({ services: { telegram: 'tele', whatsapp: null } });
    expect(codes.codeOf('telegram')).toBe('tele');
    expect(codes.serviceOf('tele')).toBe('telegram');
    expect(codes.serviceOf('tg')).toBe('shop:tg');
    expect(codes.codeOf('whatsapp')).toBeUndefined();
    expect(codes.serviceOf('wa')).toBe('shop:wa');
    expect(codes.codeOf('viber')).toBe('vi');
  });
});

test('over the wire: listed, bought and shown by the ids of the settings', async () => {
  const overrides = { countries: { EE: 999 }, services: { telegram: 'tele' } };
  const world = createWorld({
    currency: 'EUR',
    offers: [{ service: 'telegram', country: 'EE', price: '0.5', stock: 2 }],
  });
  const dialect = smsActivateDialect(overridden({ ...profiles.classic, currency: 'EUR' }, overrides));
  await using sandbox = await startSandbox({ world, dialect });
  const get = await fetch(`${sandbox.url}?api_key=${world.secret}&action=getPrices`);
  expect(await get.text()).toBe('{"999":{"tele":{"cost":0.5,"count":2,"physicalCount":2}}}');
  const provider = smsActivate.create(
    smsActivate.parseSettings({
      ...overrides,
      apiKey: world.secret,
      baseUrl: sandbox.url,
      currency: 'EUR',
      allowInsecureHttp: true,
    }),
  );
  const call = { signal: new AbortController().signal };
  const [offer] = [...(await provider.listOffers({ service: 'telegram', country: 'EE' }, call))];
  expect(offer).toMatchObject({ service: 'telegram', country: 'EE' });
  if (!offer) throw new Error('no offer');
  const { id } = await provider.purchase(offer, { ...call, maxPrice: offer.price });
  expect(world.orders).toMatchObject([{ id, service: 'telegram', country: 'EE' }]);
  expect(await provider.listOpenOrders?.(call)).toMatchObject([{ id, service: 'telegram', country: 'EE' }]);
  await provider.close?.();
});

test.each([
  [{ countries: 34 }, 'countries'],
  [{ countries: { Atlantis: 34 } }, 'countries.Atlantis'],
  [{ countries: { 'arzancell:ee': 34 } }, 'countries.arzancell:ee'],
  [{ countries: { EE: -1 } }, 'countries.EE'],
  [{ countries: { EE: 1.5 } }, 'countries.EE'],
  [{ countries: { EE: 'any' } }, 'countries.EE'],
  [{ countries: { EE: '' } }, 'countries.EE'],
  [{ countries: { EE: { id: 34 } } }, 'countries.EE'],
  [{ countries: { EE: [34, true] } }, 'countries.EE'],
  [{ countries: { EE: 34, GB: 34 } }, 'countries.GB'],
  [{ countries: { GB: 16, uk: 17 } }, 'countries.uk'],
  [{ services: ['tg'] }, 'services'],
  [{ services: { telegran: 'tg' } }, 'services.telegran'],
  [{ services: { telegram: 'any' } }, 'services.telegram'],
  [{ services: { telegram: 'a&b' } }, 'services.telegram'],
  [{ services: { telegram: 'tg', viber: 'tg' } }, 'services.viber'],
])('%j names %s', (raw, field) => {
  const settings = { apiKey: 'k', baseUrl: 'https://x.example/', currency: 'USD', ...raw };
  expect(() => smsActivate.parseSettings(settings)).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT', details: expect.objectContaining({ field }) }),
  );
});

test('names are ours in any spelling, ids become text', () => {
  const { countries, services } = smsActivate.parseSettings({
    profile: 'herosms',
    apiKey: 'k',
    countries: { uk: 16, Estonia: '34', RU: null },
    services: { TG: 907, WhatsApp: null },
  });
  expect(countries).toEqual({ GB: ['16'], EE: ['34'], RU: null });
  expect(services).toEqual({ telegram: '907', whatsapp: null });
});
