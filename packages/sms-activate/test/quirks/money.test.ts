import { money } from '@numroute/core';
import { expect, test } from 'vitest';
import { type ProfileName, profiles, smsActivateAdapter } from '../../src/index.ts';
import { call, codeOf, failureOf, offerOf, vendor } from './vendor.ts';

test('quirk 41: getNumber tells no price, unless a header does', async () => {
  for (const [name, price] of [
    ['vak', undefined],
    ['daisysms', money('0.25', 'USD')],
  ] as const) {
    const body = 'ACCESS_NUMBER:77:13322000000';
    await using shop = await vendor(name, { getNumber: { body, headers: { 'X-Price': '0.25' } } });
    const offer = offerOf(name);
    const receipt = await shop.provider.purchase(offer, { ...call, maxPrice: offer.price });
    expect(receipt.price).toEqual(price);
  }
});

test('quirk 42: a listed price may not be had, a count is an estimate and 0 is no offer in stock', async () => {
  await using shop = await vendor('herosms', {
    getPrices: '{"187":{"tg":{"cost":0.05,"count":56964,"physicalCount":0},"wa":{"cost":0.1,"count":0}}}',
    getNumberV2: 'NO_NUMBERS',
  });
  const offers = [...(await shop.provider.listOffers({}, call))];
  expect(offers.map(({ service, stock }) => [service, stock])).toEqual([
    ['telegram', 56964],
    ['whatsapp', 0],
  ]);
  expect(shop.provider.manifest.traits.stock).toBe('estimate');
  const [offer] = offers;
  if (!offer) throw new Error('no offer');
  const error = await failureOf(shop.provider.purchase(offer, { ...call, maxPrice: offer.price }));
  expect(error).toMatchObject({ code: 'OUT_OF_STOCK', moneyMayHaveMoved: false });
});

test.each(Object.keys(profiles) as ProfileName[])(
  'quirk 43: %s: the cap is in every purchase, or no price is guarded',
  (name) => {
    const profile = profiles[name];
    const adapter = smsActivateAdapter(profile);
    const [country = '187'] = Object.keys(
      profile.countryIds === 'own' ? (profile.countries ?? {}) : { '187': 1 },
    );
    const offer = offerOf(name, { handle: JSON.stringify({ country, service: 'tg' }) });
    const { query } = adapter.purchase.describe(offer, { ...offer.price, amount: '0.7' });
    const cap = query?.['maxPrice'] ?? query?.['max_price'];
    expect(cap).toBe(profile.purchase.maxPrice === undefined ? undefined : '0.7');
    if (cap === undefined) expect(adapter.manifest.traits.priceGuard).toBe(false);
  },
);

test.each(Object.keys(profiles) as ProfileName[])(
  'quirk 44: %s: a pool is sent by its id, or not sold at all',
  (name) => {
    const profile = profiles[name];
    const adapter = smsActivateAdapter(profile);
    const [country = '187'] = Object.keys(
      profile.countryIds === 'own' ? (profile.countries ?? {}) : { '187': 1 },
    );
    const offer = offerOf(name, { handle: JSON.stringify({ country, service: 'tg', pool: '77' }) });
    const describe = () => adapter.purchase.describe(offer, offer.price).query;
    const { pool } = profile.purchase;
    if (pool === undefined) expect(describe).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    else expect(describe()).toMatchObject({ [pool]: '77' });
  },
);

test('quirk 45: without a country nothing is ever bought', async () => {
  await using shop = await vendor('classic', { getNumberV2: 'ACCESS_NUMBER:77:79000000000' });
  for (const handle of [
    '{"service":"tg"}',
    '{"country":"","service":"tg"}',
    '{"country":"any","service":"tg"}',
  ]) {
    const offer = offerOf('classic', { handle });
    expect(await codeOf(shop.provider.purchase(offer, { ...call, maxPrice: offer.price }))).toBe(
      'INVALID_INPUT',
    );
  }
  expect(shop.asked).toEqual([]);
  // Zero is Russia, and a country like any other.
  const russia = offerOf('classic', { country: 'RU', handle: '{"country":"0","service":"tg"}' });
  await shop.provider.purchase(russia, { ...call, maxPrice: russia.price });
  expect(shop.asked.map((one) => one.get('country'))).toEqual(['0']);
});
