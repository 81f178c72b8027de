import { flushCompileCache } from 'node:module';
import { arzancellAdapter } from '@numroute/arzancell';
import { type Clock, NumrouteError, type Order } from '@numroute/core';
import { createHttpProvider } from '@numroute/http';
import { sqliteJournal } from '@numroute/journal';
import { createRates, createRouter, type Router } from '@numroute/router';
import { profiles, smsActivateAdapter } from '@numroute/sms-activate';
import { fastClock } from './fast-clock.ts';
import { type Setup, type Word, wantOf } from './plan.ts';

// A program that buys and may be killed at any moment. It is told what to do by its parent.
const AT_ONCE = 6;
/** Callers for each place at a vendor. */
const CROWD = 3;
const GIVE_UP_MS = 10 * 60_000;
/** A busy machine is no slow vendor. */
const QUOTE_TIMEOUT_MS = 600_000;

const say = (word: Word): void => {
  process.send?.(word);
};

async function run(setup: Setup): Promise<void> {
  const clock = fastClock(setup.factor, setup.epoch);
  const journal = sqliteJournal({ file: setup.file });
  // One place is kept for everything else.
  const limits = { requests: 20, perMs: 1_000, concurrent: setup.concurrency + 1 };
  const router = createRouter({
    providers: setup.vendors.map(({ id, kind, url, secret }) =>
      createHttpProvider(
        kind === 'arzancell'
          ? arzancellAdapter({ id, limits })
          : smsActivateAdapter(profiles.herosms, { id, limits }),
        { baseUrl: url, apiKey: secret, allowInsecureHttp: true, clock },
      ),
    ),
    journal,
    quoteTimeoutMs: QUOTE_TIMEOUT_MS,
    sideBySide: true,
    rates: createRates([{ base: 'USD', quote: 'IRT', value: '10000', source: 'here', asOf: '2026-01-01' }]),
    clock,
  });
  const waiting = [...setup.unfinished];
  let next = setup.next;
  const take = (): number | undefined => {
    const again = waiting.shift();
    if (again !== undefined || setup.last) return again;
    const fresh = next++;
    say({ kind: 'begun', want: fresh });
    return fresh;
  };
  const hand = async (): Promise<void> => {
    for (let want = take(); want !== undefined; want = take()) {
      await serve(want, router, clock);
      say({ kind: 'done', want });
    }
  };
  // Whoever asks again does not wait for the round to end.
  const recovered = router.recover();
  await Promise.all(Array.from({ length: Math.max(AT_ONCE, CROWD * setup.concurrency) }, hand));
  await recovered;
  await settled(router, clock);
  await router.close();
  await journal.close();
  say({ kind: 'over' });
}

/** From the purchase to a code or a cancel; failures of the moment are tried again. */
async function serve(n: number, router: Router, clock: Clock): Promise<void> {
  const { service, country, maxPrice, key } = wantOf(n);
  let order: Order | undefined;
  const began = clock.monotonic();
  let refusals = 0;
  while (!order) {
    try {
      order = await router.buy({ service, country }, { maxPrice, key });
    } catch (error) {
      if (!NumrouteError.is(error)) throw error;
      say({ kind: 'told', code: error.code, message: error.message });
      if (error.code === 'NO_OFFER') refusals += 1;
      // A charge that cannot be named keeps its want: nothing more is bought for it.
      if (refusals > 40 || clock.monotonic() - began > GIVE_UP_MS) return;
      await clock.sleep(3_000);
    }
  }
  try {
    for await (const now of router.watch(order, { forMs: 30_000 })) order = now;
  } catch (error) {
    if (!NumrouteError.is(error)) throw error;
  }
  const done = order.messages.length > 0 ? router.finish(order) : router.cancel(order, { insist: true });
  await done.catch((error: unknown) => {
    if (!NumrouteError.is(error)) throw error;
  });
}

/** Until nothing is in doubt and nothing is open. */
async function settled(router: Router, clock: Clock): Promise<void> {
  for (let rounds = 0; rounds < 60; rounds += 1) {
    const entries = await router.attempts({ states: ['sending', 'unknown', 'open'] });
    if (entries.length === 0) return;
    await clock.sleep(60_000);
    await router.recover({ unattended: 'cancel' });
  }
}

process.once('message', (setup: Setup) => {
  run(setup).then(
    () => process.disconnect(),
    (error: unknown) => {
      say({ kind: 'failed', why: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      process.disconnect();
    },
  );
});
// A killed process would not leave its share.
flushCompileCache();
say({ kind: 'ready' });
