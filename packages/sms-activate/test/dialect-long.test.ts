import { matching, type Offer, type Shop, type WireReply } from '@numroute/core';
import { createWorld } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { codesBySlug } from '../src/ids/service-codes.ts';
import { profiles, smsActivateDialect } from '../src/index.ts';

const TIERS = 60;
const services = Object.keys(codesBySlug);

/** Offers that tell when somebody looks at their price. */
function offersIn(countries: readonly string[], look: () => void): readonly Offer[] {
  return countries.flatMap((country) =>
    services.flatMap((service) =>
      Array.from({ length: TIERS }, (_, tier) => ({
        provider: 'shop',
        service,
        country,
        stock: tier,
        handle: '',
        get price() {
          look();
          return { amount: `0.${100 + ((tier * 7) % TIERS)}`, currency: 'USD' };
        },
      })),
    ),
  );
}

async function ask(offers: readonly Offer[], query: Readonly<Record<string, string>>): Promise<WireReply> {
  const world = createWorld({ currency: 'USD', offers: [], funds: '10', secret: 'k' });
  const shop: Shop = {
    ...(world.door('k') as Shop),
    listOffers: async (wanted) => [...matching(offers, wanted)],
  };
  const wire = { method: 'GET', path: '/', headers: {}, body: '' };
  const parameters = new URLSearchParams({ api_key: 'k', action: 'getPrices', ...query });
  return await smsActivateDialect(profiles.classic).respond({ ...wire, query: parameters }, () => shop);
}

test('a long price list is said in parts', async () => {
  const offers = offersIn(['EE', 'FI', 'DE', 'FR'], () => undefined);
  const long = await ask(offers, { freePrice: 'true' });
  expect(long.parts?.length).toBeGreaterThan(2);
  for (const part of long.parts ?? []) expect(part.length).toBeLessThan(70_000);
  expect(long.parts?.join('') === long.body).toBe(true);
  const said = JSON.parse(long.body) as Record<string, Record<string, { cost: number }>>;
  expect(Object.keys(said)).toHaveLength(4);
  for (const cells of Object.values(said)) {
    expect(Object.keys(cells)).toHaveLength(services.length);
    expect(Object.values(cells)[0]).toMatchObject({ cost: 0.101, freePriceMap: { '0.113': 19 } });
  }
  const short = await ask(offers.slice(0, TIERS), { freePrice: 'true' });
  expect(short.parts).toBeUndefined();
});

test('one country of a long list is not written in one turn', async () => {
  let [looks, most, ended] = [0, 0, false];
  const offers = offersIn(['EE'], () => {
    looks += 1;
  });
  const looking = ask(offers, { country: '34', freePrice: 'true' }).finally(() => {
    ended = true;
  });
  let all = 0;
  while (!ended) {
    looks = 0;
    await new Promise((done) => setImmediate(done));
    most = Math.max(most, looks);
    all += looks;
  }
  await looking;
  expect(most).toBeLessThan(all / 2);
});
