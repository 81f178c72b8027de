import { formatDecimal, type Money, money, type Provider } from '@numroute/core';
import type { Case } from '../stage/case.ts';
import { check, refused, same } from '../stage/checks.ts';
import { above, goodOf, matchOf, offerFor, purchase, truthOf } from '../stage/moves.ts';
import type { Stage } from '../stage/stage.ts';

/** In the vendor's smallest unit: what a float spoils where that is a cent. */
const HARD = [29, 115];
const RANDOM = 8;
/** Digits of an amount in the vendor's smallest unit: from one unit to more than any number costs. */
const MOST_DIGITS = 9;
const MOMENT_MS = 100;
const RICH = '1000000000000';

/** What a cap is between two amounts that the vendor can tell apart. */
const BETWEEN = ['1', '5', '9'] as const;

export const priceCases: readonly Case[] = [
  {
    id: 'offers/any-price',
    clause: 'C6',
    title: 'whatever a number costs, it is listed for exactly that',
    async run(stage) {
      const good = goodOf(stage);
      await forManyPrices(stage, async (price, provider) => {
        stage.world.setPrice(matchOf(good), price.amount);
        same((await offerFor(stage, { ...good, price: price.amount }, provider)).price, price, 'price');
      });
    },
  },
  {
    id: 'purchase/any-limit',
    clause: 'C16',
    title:
      'whatever a number costs, its price as maxPrice buys it, and with a price guard one unit less does not',
    world: { funds: RICH },
    async run(stage) {
      const good = goodOf(stage);
      stage.world.setStock(matchOf(good), HARD.length + RANDOM);
      const { priceGuard } = stage.provider.manifest.traits;
      await forManyPrices(stage, async (price, provider) => {
        stage.world.setPrice(matchOf(good), price.amount);
        const offer = await offerFor(stage, { ...good, price: price.amount }, provider);
        const { id } = await purchase(stage, offer, price, provider);
        same(truthOf(stage, id).price, price, 'what was charged');
        if (!priceGuard) return;
        stage.world.setPrice(matchOf(good), above(price, stage).amount);
        const what = `${above(price, stage).amount} with a maxPrice of ${price.amount}`;
        await refused(purchase(stage, offer, price, provider), what, 'PRICE_ABOVE_LIMIT', 'OUT_OF_STOCK');
      });
    },
  },
  {
    id: 'purchase/limit-between-units',
    clause: 'C16',
    title: 'a maxPrice between two amounts of the vendor is rounded down, never up or to the nearest',
    async run(stage) {
      const good = goodOf(stage);
      const offer = await offerFor(stage, good);
      const caps = BETWEEN.map((digit) => capBeyond(offer.price, digit, stage));
      for (const cap of caps.slice(0, 2)) {
        const { id } = await purchase(stage, offer, cap);
        same(truthOf(stage, id).price.amount, offer.price.amount, `what was charged with ${cap.amount}`);
      }
      if (!stage.provider.manifest.traits.priceGuard) return;
      const dearer = above(offer.price, stage).amount;
      stage.world.setPrice(matchOf(good), dearer);
      for (const cap of caps) {
        const what = `${dearer} with a maxPrice of ${cap.amount}, between two units of the vendor`;
        const sold = stage.world.orders.length;
        await refused(purchase(stage, offer, cap), what, 'PRICE_ABOVE_LIMIT', 'OUT_OF_STOCK');
        same(stage.world.orders.length, sold, 'orders sold');
      }
    },
  },
];

/** The price and some tenths of the vendor's smallest unit. */
function capBeyond(price: Money, tenths: string, { decimals }: Stage): Money {
  const [whole, part = ''] = price.amount.split('.');
  return money(`${whole}.${part.padEnd(decimals, '0')}${tenths}`, price.currency);
}

async function forManyPrices(
  stage: Stage,
  run: (price: Money, provider: Provider) => Promise<void>,
): Promise<void> {
  const { seed, decimals, world } = stage;
  for (const units of [...HARD, ...randomUnits(seed)]) {
    const price = money(formatDecimal({ units: BigInt(units), scale: decimals }), world.currency);
    // Whoever keeps a price list for a moment reads it anew.
    await stage.passTime(MOMENT_MS);
    try {
      await run(price, await stage.another());
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      check(false, `with the price ${price.amount} (seed ${seed}): ${why}`);
    }
  }
}

function randomUnits(seed: number): readonly number[] {
  const random = randomOf(seed);
  return Array.from({ length: RANDOM }, () => {
    const digits = 1 + Math.floor(random() * MOST_DIGITS);
    return 1 + Math.floor(random() * 10 ** digits);
  });
}

/** The same numbers from 0 to 1 for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
