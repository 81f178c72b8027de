import { money, type Operation } from '@numroute/core';
import { sqliteJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import { createWorld, paperProvider, syncAtOnce, virtualClock } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { freshFile } from '../../../journal/test/folder.ts';

syncAtOnce();

const want = { service: 'telegram', country: 'EE' };
const maxPrice = money('1', 'USD');

function shop() {
  const clock = virtualClock();
  const offers = [{ ...want, price: '0.1', stock: 10 }];
  return { clock, world: createWorld({ currency: 'USD', clock, offers }) };
}

test('a later router follows and cancels the order of an earlier one', async () => {
  const { clock, world } = shop();
  const file = freshFile();
  const providers = [paperProvider(world, { id: 'one' })];
  const first = sqliteJournal({ file });
  const order = await clock.runUntil(
    createRouter({ clock, providers, journal: first }).buy(want, { maxPrice }),
  );
  await first.close();

  const journal = sqliteJournal({ file });
  const router = createRouter({ clock, providers, journal });
  expect(await clock.runUntil(router.fetch({ provider: 'one', id: order.id }))).toEqual(order);
  expect(await clock.runUntil(router.cancel(order))).toMatchObject({ status: 'cancelled' });
  expect(world.ledger.map(({ kind }) => kind)).toEqual(['charge', 'refund']);
  expect(await journal.list({ states: ['open'] })).toEqual([]);
  await journal.close();
});

test('an account in doubt stays shut after a reopen', async () => {
  const { clock, world } = shop();
  const file = freshFile();
  const fault = (operation: Operation) => (operation === 'purchase' ? ('lost-reply' as const) : undefined);
  const first = sqliteJournal({ file });
  const lossy = paperProvider(world, { id: 'one', capabilities: [], fault });
  const lost = createRouter({ clock, providers: [lossy], journal: first }).buy(want, { maxPrice });
  await expect(clock.runUntil(lost)).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  await first.close();

  const journal = sqliteJournal({ file });
  const silent = paperProvider(world, { id: 'one', capabilities: [] });
  const router = createRouter({ clock, providers: [silent], journal });
  await expect(clock.runUntil(router.buy(want, { maxPrice }))).rejects.toMatchObject({
    code: 'NO_OFFER',
    details: { excluded: [{ provider: 'one', why: 'account-unresolved', count: 1 }] },
  });
  expect(world.ledger).toHaveLength(1);
  await journal.close();
});

test('a journal that cannot write sends no purchase', async () => {
  const { clock, world } = shop();
  const journal = sqliteJournal({ file: freshFile() });
  await journal.close();
  const closed = { ...journal, list: async () => [] };
  const router = createRouter({ clock, providers: [paperProvider(world, { id: 'one' })], journal: closed });
  await expect(clock.runUntil(router.buy(want, { maxPrice }))).rejects.toThrow();
  expect(world.ledger).toHaveLength(0);
});
