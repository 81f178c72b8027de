import type { Checkpoint, EntryFilter, Journal } from '@numroute/journal';
import { expect, test } from 'vitest';
import { balanceOnly, lost, MINUTE, maxPrice, setUp, told, want } from '../support/stall.ts';

const MANY = 230;

/** A vendor that tells its prices, at which many orders have got their code. */
async function longPast(fault: ReturnType<typeof lost> = () => undefined) {
  const stall = setUp({
    paper: { ...balanceOnly, fault },
    world: { offers: [{ ...want, price: '0.1', stock: 1_000 }] },
  });
  const { clock, market, start, journal } = stall;
  const router = start();
  for (let n = 1; n <= MANY; n += 1) {
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    market.receiveSms(order.id, `Your code is ${1_000 + n}`);
    await clock.runUntil(router.fetch(order));
  }
  const checkpoint = async (): Promise<Checkpoint> => {
    const found = await journal.readCheckpoint('one');
    return found ?? expect.fail('there is no checkpoint');
  };
  return { ...stall, router, checkpoint };
}

/** The journal, and whatever somebody does with the numbers that it lists. */
const watched = (journal: Journal, listed: (numbers: readonly number[]) => unknown): Journal => ({
  ...journal,
  list: async (filter: EntryFilter) => {
    const entries = await journal.list(filter);
    await listed(entries.map(({ number }) => number));
    return entries;
  },
});

test('the checkpoint goes on with what is bought, and a later start reads nothing before it', async () => {
  const { clock, journal, market, router, start, checkpoint } = await longPast();
  await clock.runUntil(router.close());
  const { through, balance, held, apart } = await checkpoint();
  expect(through).toBeGreaterThanOrEqual(MANY - 130);
  expect(through).toBeLessThan(MANY);
  // Nobody has read it: it is what was there before, less what was charged.
  expect(Number(balance.amount)).toBeCloseTo(Number(market.balance().amount) + (MANY - through) * 0.1);
  expect([held, apart]).toEqual([[], undefined]);
  // What a vendor charged above its list is remembered for some hours.
  await clock.advance(7 * 60 * MINUTE);
  const read: number[] = [];
  const again = start({ journal: watched(journal, (numbers) => read.push(...numbers)) });
  await clock.runUntil(again.buy(want, { maxPrice }));
  expect(read.length).toBeGreaterThan(0);
  expect(read.filter((number) => number <= through)).toEqual([]);
  await clock.runUntil(again.close());
});

test.each([
  ['before', 'absent free'],
  ['after', 'lost reserved'],
] as const)(
  'a purchase whose reply was lost %s its charge is %s by a carried checkpoint',
  async (when, state) => {
    const { clock, router, states, checkpoint } = await longPast(lost(when, MANY + 1));
    const doubtful = told(router.buy(want, { maxPrice, settleForMs: 10 * MINUTE }));
    expect((await checkpoint()).through).toBeGreaterThan(0);
    await clock.advance(10 * MINUTE);
    expect((await states()).at(-1)).toBe(state);
    await clock.runUntil(router.close());
    await doubtful;
  },
);

test.each<[string, Partial<Checkpoint>]>([
  ['gave a checkpoint', { at: 2, shaken: 'a', through: MANY }],
  ['nothing explained', { unexplained: { moved: { amount: '-0.2', currency: 'USD' }, among: [] } }],
])('a reading that %s meanwhile is not replaced by what an older one was carried to', async (_, read) => {
  const { clock, journal, router, start, checkpoint } = await longPast();
  await clock.runUntil(router.close());
  const first: Checkpoint = { ...(await checkpoint()), through: 0, at: 1, apart: [] };
  await journal.writeCheckpoint('one', first);
  let isRead = false;
  const reading = watched(journal, async (numbers) => {
    // A page of what was bought since the checkpoint: it has been read by then.
    if (isRead || numbers.length !== 200) return;
    isRead = true;
    await journal.writeCheckpoint('one', { ...first, ...read });
  });
  const again = start({ journal: reading });
  await clock.runUntil(again.quote(want));
  await clock.runUntil(again.buy(want, { maxPrice }));
  expect(isRead).toBe(true);
  expect(await checkpoint()).toMatchObject(read);
  await clock.runUntil(again.close());
});

test('what was delivered long ago and never finished is not taken up', async () => {
  const { clock, market, start } = setUp();
  const router = start();
  const order = await clock.runUntil(router.buy(want, { maxPrice }));
  market.receiveSms(order.id, 'Your code is 1234');
  await clock.runUntil(router.fetch(order));
  await clock.runUntil(router.close());
  const taken = async (): Promise<readonly string[]> => {
    const next = start();
    const { entries } = await clock.runUntil(next.recover());
    await clock.runUntil(next.close());
    return entries.map(({ state }) => state);
  };
  expect(await taken()).toEqual(['delivered']);
  await clock.advance(21 * MINUTE);
  expect(await taken()).toEqual([]);
});
