import { money, NumrouteError } from '@numroute/core';
import { type AttemptEvent, sqliteJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import { createWorld, type PaperOptions, paperProvider, syncAtOnce, virtualClock } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { freshFile } from '../../../journal/test/folder.ts';

syncAtOnce();

// What a failing disk has shown of the router.

const telegram = { service: 'telegram', country: 'EE' };
const whatsapp = { service: 'whatsapp', country: 'EE' };
const maxPrice = money('1', 'USD');

interface Disk {
  refusesWrite: (event: AttemptEvent) => boolean;
  refusesRead: boolean;
}

/** A router at one vendor over a journal in a real file, on a disk that fails as it is told. */
function stage(options: Omit<PaperOptions, 'id'> = {}) {
  const clock = virtualClock();
  const offers = [telegram, whatsapp].map((want) => ({ ...want, price: '0.1', stock: 9 }));
  const world = createWorld({ currency: 'USD', clock, offers });
  const disk: Disk = { refusesWrite: () => false, refusesRead: false };
  const real = sqliteJournal({ file: freshFile() });
  const full = (): never => {
    throw new NumrouteError('UNAVAILABLE', 'journal: not written: the disk is full', {});
  };
  const providers = [paperProvider(world, { id: 'one', ...options })];
  const journal = {
    ...real,
    append: async (event: AttemptEvent) => (disk.refusesWrite(event) ? full() : await real.append(event)),
    findAttempt: async (id: string) => (disk.refusesRead ? full() : await real.findAttempt(id)),
  };
  return { clock, world, disk, real, journal, router: createRouter({ clock, providers, journal }) };
}

test('a purchase that the journal refused says why', async () => {
  const { clock, disk, router } = stage();
  disk.refusesWrite = () => true;
  const refused = clock.runUntil(router.buy(telegram, { maxPrice }));
  await expect(refused).rejects.toThrow('the disk is full');
});

test('a purchase that was made and could not be written down says why', async () => {
  const { clock, disk, router } = stage();
  disk.refusesWrite = ({ kind }) => kind === 'bought';
  const unwritten = clock.runUntil(router.buy(telegram, { maxPrice }));
  await expect(unwritten).rejects.toThrow('the disk is full');
});

test('with poller again, what waits is written and the account is bought at, without anybody asking', async () => {
  const { clock, disk, journal, router } = stage();
  disk.refusesWrite = ({ kind }) => kind === 'bought';
  const lost = clock.runUntil(router.buy(telegram, { maxPrice }));
  await expect(lost).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  disk.refusesWrite = () => false;
  await clock.advance(60 * 60_000);
  expect(await journal.list({ states: ['sending'] })).toEqual([]);
  expect(await clock.runUntil(router.buy(whatsapp, { maxPrice }))).toMatchObject({ status: 'open' });
});

test('what a vendor said is kept also where the entry cannot be read for a moment', async () => {
  const { clock, disk, journal, router } = stage({
    // The only word about this order is the reply to its purchase.
    capabilities: ['cancelOrder', 'fetchBalance'],
    fault: (operation) => {
      disk.refusesRead = operation === 'purchase';
      return undefined;
    },
  });
  const order = await clock.runUntil(router.buy(telegram, { maxPrice, key: 'k' }));
  expect(order.status).toBe('open');
  disk.refusesRead = false;
  await clock.runUntil(router.recover());
  await clock.advance(5 * 60_000);
  expect(await journal.list({})).toMatchObject([{ order: { id: expect.any(String) } }]);
});

test('a finish that was heard and not written down is one, though the vendor refuses a second', async () => {
  const { clock, world, disk, real, journal, router } = stage();
  const order = await clock.runUntil(router.buy(telegram, { maxPrice }));
  world.receiveSms(order.id, '012345');
  await clock.runUntil(router.fetch(order));
  // The process ends between the vendor's reply and its line.
  disk.refusesWrite = (event) => event.kind === 'reported' && event.report.status === 'finished';
  await clock.runUntil(router.finish(order));
  const providers = [paperProvider(world, { id: 'one' })];
  const next = createRouter({ clock, providers, journal: real });
  await clock.runUntil(next.recover());
  await clock.advance(60_000);
  expect(await journal.list({})).toMatchObject([{ state: 'finished' }]);
});
