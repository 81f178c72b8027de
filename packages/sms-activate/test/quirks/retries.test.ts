import { expect, test } from 'vitest';
import { type ProfileName, profiles } from '../../src/index.ts';
import { call, codeOf, failureOf, offerOf, vendor } from './vendor.ts';

test.each([
  [500, 'Internal Server Error'],
  [502, '<html>Bad Gateway</html>'],
  [200, 'ERROR_SQL'],
  [200, ''],
])(
  'quirk 47: a purchase that failed with %d %j is sent once, and its outcome is unknown',
  async (status, body) => {
    await using shop = await vendor('smsbower', {
      getNumberV2: { status, body },
      getPricesV3: { status, body },
    });
    const offer = offerOf('smsbower');
    const error = await failureOf(shop.provider.purchase(offer, { ...call, maxPrice: offer.price }));
    expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', moneyMayHaveMoved: true });
    expect(shop.asked).toHaveLength(1);
    expect(shop.provider.listOpenOrders).toBeUndefined();
    await codeOf(shop.provider.listOffers({}, call));
    expect(shop.asked).toHaveLength(2);
  },
);

test('quirk 47: a connection that is cut in a reply is not opened again', async () => {
  const body = '{"activationId":"77","phoneNumber":"13322000000"}';
  await using shop = await vendor('herosms', { getNumberV2: { body, cutBy: 100 } });
  const offer = offerOf('herosms');
  expect(await codeOf(shop.provider.purchase(offer, { ...call, maxPrice: offer.price }))).toBe(
    'OUTCOME_UNKNOWN',
  );
  expect(shop.asked).toHaveLength(1);
});

test.each([
  ['herosms', '{"title":"RATE_LIMIT","details":""}', {}, 10_000],
  ['tiger', 'Too Many Requests', {}, 10_000],
  ['tiger', 'Too Many Requests', { 'retry-after': '3' }, 3000],
  ['classic', '<html>slow down</html>', {}, 10_000],
] as const)('quirk 48: %s, 429 with %s: too fast, with a wait', async (name, body, headers, wait) => {
  const answer = { status: 429, body, headers };
  await using shop = await vendor(name, { getStatus: answer, getNumberV2: answer });
  const offer = offerOf(name);
  for (const work of [
    () => shop.provider.fetchOrder('77', call),
    () => shop.provider.purchase(offer, { ...call, maxPrice: offer.price }),
  ]) {
    const error = await failureOf(work());
    expect(error).toMatchObject({
      code: 'RATE_LIMITED',
      moneyMayHaveMoved: false,
      details: { retryAfterMs: wait },
    });
  }
});

test.each(Object.keys(profiles) as ProfileName[])(
  'quirk 49: %s is asked no more than a few times a second',
  (name) => {
    const { requests, perMs, concurrent } = profiles[name].limits;
    // One site allows 150 in writing; for the others five are known to pass.
    expect((requests * 1000) / perMs).toBeLessThanOrEqual(name === 'sms-verification-number' ? 10 : 5);
    expect(concurrent).toBeLessThanOrEqual(4);
  },
);
