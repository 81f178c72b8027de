import { expect, test } from 'vitest';
import { countryOfSmsActivateId, smsActivateCountryId } from '../../src/ids/countries.ts';
import type { ProfileName } from '../../src/index.ts';
import { signs } from '../../src/recognition/signs.ts';
import { call, offerOf, vendor } from './vendor.ts';

async function countryOf(name: ProfileName, action: string, id: string) {
  await using shop = await vendor(name, {
    [action]: `{"${id}":{"tg":{"5":{"price":1,"count":1},"cost":1,"count":1}}}`,
  });
  const [offer] = [...(await shop.provider.listOffers({}, call))];
  return [offer?.country, offer?.virtual ?? false];
}

test('quirk 51: the countries that other clients mix up are the right ones', () => {
  const ids = ['CD', 'CG', 'BM', 'BT', 'RU', 'US'].map((code) => [code, smsActivateCountryId(code)]);
  expect(Object.fromEntries(ids)).toMatchObject({ CD: 18, CG: 150, BT: 158, RU: 0, US: 187 });
  expect(smsActivateCountryId('BM')).not.toBe(158);
  expect(smsActivateCountryId('US', { virtual: true })).toBe(12);
  expect(countryOfSmsActivateId(12)).toEqual({ country: 'US', virtual: true });
});

test('quirk 52: an id from 1000 on is one site’s own', async () => {
  expect(await countryOf('smsbower', 'getPricesV3', '1001')).toEqual(['JP', false]);
  expect(await countryOf('classic', 'getPrices', '1001')).toEqual(['sms-activate:1001', false]);
});

test.each([
  ['smshub', '6285872391152', '+6285872391152'],
  ['smshub', '+6285872391152', '+6285872391152'],
  ['onlinesim', '9000000000', '+79000000000'],
  ['onlinesim', '79000000000', '+79000000000'],
] as const)('quirk 53: %s: the phone %s has its plus and its calling code', async (name, phone, expected) => {
  await using shop = await vendor(name, { getNumber: `ACCESS_NUMBER:77:${phone}` });
  const offer = offerOf(name, { country: 'RU', handle: '{"country":"7","service":"tg"}' });
  const receipt = await shop.provider.purchase(offer, { ...call, maxPrice: offer.price });
  expect(receipt.phone).toBe(expected);
});

test('quirk 53: a masked phone is no phone, and the sale is known by its id', async () => {
  await using shop = await vendor('classic', {
    getNumberV2: '{"activationId":77,"phoneNumber":"79584******"}',
  });
  const offer = offerOf('classic');
  const receipt = await shop.provider.purchase(offer, { ...call, maxPrice: offer.price });
  expect(receipt).toEqual({ id: '77', status: 'open', messages: [] });
});

test('quirk 55: what no document has is asked for, and known by what was seen', () => {
  expect(signs.get('herosms')?.stock).toEqual(['counts of services as numbers']);
  expect(signs.get('smsbower')?.operators).toContain('operators by country');
});
