import { type Clock, intercept, NumrouteError } from '@numroute/core';
import { type Journal, type Lease, standBy } from '@numroute/journal';
import { postgresJournal } from '@numroute/postgres';
import { createRouter, leased } from '@numroute/router';
import { providersOf, rates, serve, settled } from '../buyer.ts';
import { fastClock } from '../fast-clock.ts';
import type { Setup } from '../plan.ts';
import { type DuelWord, LEASE_MS, type Order, type Stance } from './plan.ts';
import { sleepyClock } from './sleepy-clock.ts';

// One of two processes on one journal: it buys while the lease is its own, and stands by while it is not.
const HANDS = 6;

const say = (word: DuelWord): void => {
  if (process.connected) process.send?.(word);
};

let instructed = Promise.withResolvers<Setup>();

/** Time that the store tells runs as fast as all else that the router goes by. */
function hastened(journal: Journal, factor: number): Journal {
  const uptime = journal.uptime;
  if (!uptime) return journal;
  return {
    ...journal,
    uptime: () => {
      const up = uptime();
      return up && { ...up, ms: up.ms * factor };
    },
  };
}

async function act(lease: Lease, { name }: Stance): Promise<AsyncDisposable> {
  instructed = Promise.withResolvers<Setup>();
  say({ kind: 'owner', name, fence: lease.fence, wasLeft: lease.journal.wasLeft === true });
  const setup = await instructed.promise;
  const clock = fastClock(setup.factor, setup.epoch);
  const vendors = setup.vendors.map((one) => ({ ...one, secret: `${one.secret}~${name}~${lease.fence}` }));
  const providers = providersOf({ ...setup, vendors }, clock).map((provider) =>
    leased(
      intercept(provider, async (operation, call, next) => {
        const answer = await next(call);
        if (operation === 'purchase') say({ kind: 'bought', order: idOf(provider.manifest.id, answer) });
        return answer;
      }),
      lease,
    ),
  );
  const router = createRouter({
    providers,
    journal: hastened(lease.journal, setup.factor),
    quoteTimeoutMs: 600_000,
    sideBySide: true,
    rates,
    clock,
  });
  let isOver = false;
  const work = buy(setup, router, clock, () => isOver);
  work.catch((error: unknown) => say({ kind: 'failed', why: String((error as Error).stack ?? error) }));
  return {
    [Symbol.asyncDispose]: async () => {
      isOver = true;
      await router.close();
      await work.catch(() => undefined);
      say({ kind: 'released', fence: lease.fence });
    },
  };
}

const idOf = (provider: string, answer: unknown): string =>
  `${provider} ${String((answer as { id?: unknown }).id)}`;

async function buy(
  setup: Setup,
  router: ReturnType<typeof createRouter>,
  clock: Clock,
  isOver: () => boolean,
): Promise<void> {
  const waiting = [...setup.unfinished];
  let next = setup.next;
  const passing = (error: unknown): void => {
    if (!NumrouteError.is(error)) throw error;
  };
  const hand = async (): Promise<void> => {
    while (!isOver()) {
      const again = waiting.shift();
      if (again === undefined && setup.last) return;
      const want = again ?? next++;
      if (again === undefined) say({ kind: 'begun', want });
      await serve(want, router, clock, (error) => {
        if (isOver()) throw error;
      }).catch(passing);
      if (!isOver()) say({ kind: 'done', want });
    }
  };
  const recovered = router.recover().catch(passing);
  await Promise.all(Array.from({ length: HANDS }, hand));
  await recovered;
  if (!setup.last) return;
  await settled(router, clock);
  say({ kind: 'over' });
}

async function stand(stance: Stance): Promise<() => Promise<void>> {
  const { url, name, still } = stance;
  const journal = await postgresJournal({ url, owner: name, clock: sleepyClock(still) });
  const accounts = Object.fromEntries(['arz-1', 'arz-2', 'hero-1', 'hero-2'].map((id) => [id, id]));
  const here = standBy({
    journal,
    terms: { accounts, ttlMs: LEASE_MS },
    start: (lease) => act(lease, stance),
  });
  here.ended.catch((error: unknown) => say({ kind: 'failed', why: String((error as Error).stack ?? error) }));
  return async () => {
    await here.close();
    await journal.close();
    process.disconnect();
  };
}

let close: (() => Promise<void>) | undefined;
process.on('message', (order: Order) => {
  if (order.kind === 'buy') instructed.resolve(order.setup);
  else if (order.kind === 'close') close?.().catch(() => process.exit(1));
  else
    stand(order).then(
      (end) => {
        close = end;
      },
      (error: unknown) => say({ kind: 'failed', why: String((error as Error).stack ?? error) }),
    );
});
process.on('disconnect', () => process.exit());
say({ kind: 'ready' });
