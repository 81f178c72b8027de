import { money } from '@numroute/core';
import { expect, test } from 'vitest';
import type { ProfileName } from '../../src/index.ts';
import { call, codeOf, failureOf, offerOf, vendor } from './vendor.ts';

async function refused(name: ProfileName, body: string, status = 200) {
  await using shop = await vendor(name, { getNumber: { status, body }, getNumberV2: { status, body } });
  const offer = offerOf(name);
  return await failureOf(shop.provider.purchase(offer, { ...call, maxPrice: offer.price }));
}

test('quirk 35: what stands behind the colon is no part of the word', async () => {
  expect(await refused('herosms', 'WRONG_MAX_PRICE:0.35')).toMatchObject({
    code: 'PRICE_ABOVE_LIMIT',
    details: { price: money('0.35', 'USD') },
  });
  // The date has no zone: it is shown, and half an hour is what is counted with.
  expect(await refused('classic', "BANNED:'2026-1-5 10-20-30'")).toMatchObject({
    code: 'RATE_LIMITED',
    details: { vendorWord: "BANNED:'2026-1-5 10-20-30'", retryAfterMs: 1_800_000 },
  });
});

test.each([
  ['smsbower', 'WRONG_SERVICE', 'REJECTED'],
  ['smsbower', '{"error":"Bad service"}', 'REJECTED'],
  ['vak', 'BAD_ACTION', 'UNAUTHORIZED'],
  ['daisysms', 'NO_MONEY', 'INSUFFICIENT_FUNDS'],
  ['grizzly', 'The service is prohibited for sale by administration', 'REJECTED'],
] as const)('quirk 36: the wrong word for the case, in a purchase: %s says %s', async (name, body, code) => {
  expect((await refused(name, body)).code).toBe(code);
});

test('quirk 36: the wrong word for the case, in a cancel: ACCESS_READY is a no', async () => {
  await using shop = await vendor('daisysms', { setStatus: 'ACCESS_READY', getStatus: 'STATUS_OK:1234' });
  expect(await codeOf(shop.provider.cancelOrder('77', call))).toBe('WRONG_STATE');
});

test('quirk 37: every way to fail has a code of its own', async () => {
  const words = {
    BAD_KEY: 'UNAUTHORIZED',
    NO_BALANCE: 'INSUFFICIENT_FUNDS',
    "BANNED:'2026-01-05 10-20-30'": 'RATE_LIMITED',
    RATE_LIMIT: 'RATE_LIMITED',
    NO_NUMBERS: 'OUT_OF_STOCK',
    'WRONG_MAX_PRICE:1': 'PRICE_ABOVE_LIMIT',
    BAD_SERVICE: 'REJECTED',
    NOBODY_KNOWS_THIS: 'OUTCOME_UNKNOWN',
    ERROR_SQL: 'OUTCOME_UNKNOWN',
  };
  for (const [word, code] of Object.entries(words))
    expect([word, (await refused('classic', word)).code]).toEqual([word, code]);
});

test.each([
  ['CHANNELS_LIMIT', 200],
  ['{"title":"CHANNELS_LIMIT","info":{"current_threads":5,"max_allowed":5}}', 403],
  ['TOO_MANY_ACTIVE_RENTALS', 200],
])('quirk 37: %s: no more at a time, and nothing was bought', async (body, status) => {
  expect(await refused('daisysms', body, status)).toMatchObject({
    code: 'RATE_LIMITED',
    moneyMayHaveMoved: false,
  });
});

test('quirk 38: NO_NUMBERS is normal, NO_KEY is fatal, NO_SUCH_WORD is neither', async () => {
  const codes = ['NO_NUMBERS', 'NO_KEY', 'NO_SUCH_WORD'].map(
    async (word) => (await refused('classic', word)).code,
  );
  expect(await Promise.all(codes)).toEqual(['OUT_OF_STOCK', 'UNAUTHORIZED', 'OUTCOME_UNKNOWN']);
});

test.each(['no_numbers', 'No Numbers', 'NO_NUMBERS\n', '"NO_NUMBERS"'])(
  'quirk 39: %j is NO_NUMBERS',
  async (body) => {
    expect((await refused('classic', body)).code).toBe('OUT_OF_STOCK');
  },
);

test.each([
  ['classic', 'ACCESS_BALANCE:17.154', '17.154'],
  ['classic', 'ACCESS_BALANCE:5', '5'],
  ['vak', 'ACCESS_BALANCE:0.9125', '0.9125'],
  ['sms-verification-number', '463.02', '463.02'],
  ['tiger', '{"balance":"4.6820","currency":840}', '4.682'],
] as const)('quirk 40: %s: a balance of %s', async (name, body, amount) => {
  await using shop = await vendor(name, { getBalance: body });
  expect((await shop.provider.fetchBalance(call)).amount).toBe(amount);
});

test('quirk 40: a balance that is no amount is none', async () => {
  for (const body of ['ACCESS_BALANCE:', 'ACCESS_BALANCE:much', 'ACCESS_BALANCE:1,5', '{"balance":5.5}x']) {
    await using shop = await vendor('classic', { getBalance: body });
    expect(await codeOf(shop.provider.fetchBalance(call))).toBe('UNREADABLE');
  }
});
