import { flushCompileCache } from 'node:module';
import { sqliteJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import { providersOf, rates, serve, settled } from './buyer.ts';
import { fastClock } from './fast-clock.ts';
import type { Setup, Word } from './plan.ts';

// A program that buys and may be killed at any moment. It is told what to do by its parent.
const AT_ONCE = 6;
/** Callers for each place at a vendor. */
const CROWD = 3;
/** A busy machine is no slow vendor. */
const QUOTE_TIMEOUT_MS = 600_000;

const say = (word: Word): void => {
  process.send?.(word);
};

async function run(setup: Setup): Promise<void> {
  const clock = fastClock(setup.factor, setup.epoch);
  const journal = sqliteJournal({ file: setup.file });
  const router = createRouter({
    providers: providersOf(setup, clock),
    journal,
    quoteTimeoutMs: QUOTE_TIMEOUT_MS,
    sideBySide: true,
    rates,
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
      await serve(want, router, clock, ({ code, message }) => say({ kind: 'told', code, message }));
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
