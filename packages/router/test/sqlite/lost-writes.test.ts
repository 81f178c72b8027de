import { money } from '@numroute/core';
import { type AttemptEvent, sqliteJournal } from '@numroute/journal';
import { createRouter, type RouterEvent } from '@numroute/router';
import { createWorld, type PaperOptions, paperProvider, syncAtOnce, virtualClock } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { freshFile } from '../../../journal/test/folder.ts';

syncAtOnce();

const telegram = { service: 'telegram', country: 'EE' };
const whatsapp = { service: 'whatsapp', country: 'EE' };
const maxPrice = money('1', 'USD');

interface Story {
  /** None: the vendor tells its balance alone. */
  readonly list: boolean;
  /** Whether the journal still knows of something that is open. */
  readonly other: 'open' | 'over';
}

/** Two numbers were bought, and the journal that goes on has lost every word about the second. */
async function goOn({ list, other }: Story) {
  const clock = virtualClock();
  const offers = [telegram, whatsapp].map((want) => ({ ...want, price: '0.1', stock: 9 }));
  const world = createWorld({ currency: 'USD', clock, offers });
  const poor: PaperOptions = { id: 'one', capabilities: ['cancelOrder', 'fetchBalance'] };
  const providers = [paperProvider(world, list ? { id: 'one' } : poor)];
  const [whole, left] = [sqliteJournal({ file: freshFile() }), sqliteJournal({ file: freshFile() })];
  const before = createRouter({ clock, providers, journal: whole });
  const first = await clock.runUntil(before.buy(telegram, { maxPrice }));
  if (other === 'over') await clock.runUntil(before.cancel(first));
  for await (const line of whole.exportLines()) {
    const { seq: _seq, ...event } = JSON.parse(line) as AttemptEvent & { seq: number };
    await left.append(event as AttemptEvent);
  }
  const checkpoint = await whole.readCheckpoint('one');
  if (checkpoint) await left.writeCheckpoint('one', checkpoint);
  const lost = await clock.runUntil(before.buy(whatsapp, { maxPrice }));
  await before.close();
  const events: RouterEvent[] = [];
  const router = createRouter({ clock, providers, journal: left, onEvent: (event) => events.push(event) });
  const recovery = await clock.runUntil(router.recover());
  return { clock, router, recovery, events, lost };
}

// Whoever deletes the owner's file goes on without the last writes.
test('an order that the journal lost is told at a vendor that lists it', async () => {
  const { recovery, lost } = await goOn({ list: true, other: 'open' });
  expect(recovery.foreign).toMatchObject([{ id: lost.id }]);
});

test('a charge that the journal lost is told at the next purchase where there is a balance alone', async () => {
  const { clock, router, events } = await goOn({ list: false, other: 'over' });
  const order = await clock.runUntil(router.buy(telegram, { maxPrice }));
  await clock.runUntil(router.cancel(order));
  await clock.advance(10 * 60_000);
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'balance-unexplained', difference: money('-0.1', 'USD') }),
  );
});

test('an order that the journal lost is told also where nothing else is open', async () => {
  const { recovery, lost } = await goOn({ list: true, other: 'over' });
  expect(recovery.foreign).toMatchObject([{ id: lost.id }]);
});

test('a charge that the journal lost is told by a recovery where there is a balance alone', async () => {
  const { clock, events } = await goOn({ list: false, other: 'over' });
  await clock.advance(10 * 60_000);
  expect(events).toContainEqual(expect.objectContaining({ type: 'balance-unexplained' }));
});
