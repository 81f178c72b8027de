import { describe, expect, test } from 'vitest';
import { doubtsUntil, taintedBy } from '../../../src/reconciliation/balance/tainted.ts';
import { solve } from '../../../src/reconciliation/balance/verdicts.ts';
import { balanceOnly, lost, MINUTE, maxPrice, setUp, told, want } from '../../support/stall.ts';
import { untold } from '../../support/untold-prices.ts';
import { checkpoint, entry, OVER, reading, SECOND, SETTLED, statement, words } from './account.ts';

/** So long an order of a simulated vendor lives; one that gets no SMS is refunded then. */
const LIFETIME = 20 * MINUTE;

/** A proxy sends the first purchase twice. Nobody hears of the first of the two orders, which runs out unseen. */
async function sentTwice({ restart = false } = {}) {
  let purchases = 0;
  const market = setUp({
    paper: { ...balanceOnly, priceGuard: false, fault: lost('after', 3) },
    wrap: (inner) => ({
      ...untold()(inner),
      purchase: async (offer, call) => {
        purchases += 1;
        if (purchases === 1) await inner.purchase(offer, call);
        const { price: _untold, ...receipt } = await inner.purchase(offer, call);
        return receipt;
      },
    }),
  });
  const { clock, market: world, start } = market;
  let router = start();
  const kept = await clock.runUntil(router.buy(want, { maxPrice }));
  world.receiveSms(kept.id, 'Your code is 1234');
  await clock.runUntil(router.fetch(kept));
  await clock.runUntil(router.finish(kept));
  await clock.advance(MINUTE);
  if (restart) {
    await clock.runUntil(router.close());
    router = start();
  }
  return { ...market, router };
}

describe('the refund of a purchase that a proxy made', () => {
  test.each([false, true])(
    'hides no charge, once the charge for it was missed (restarted: %s)',
    async (restart) => {
      const { clock, events, states, sold, router } = await sentTwice({ restart });
      // A minute is over already. The unheard order runs out 2 s after the next purchase was sent, so its
      // refund comes before the balance is read for that purchase's lost reply, and equals its charge.
      await clock.advance(LIFETIME - MINUTE - 2 * SECOND);
      const again = told(router.buy(want, { maxPrice }));
      await clock.advance(5 * MINUTE);
      expect(events.filter(({ type }) => type === 'balance-unexplained')).toHaveLength(1);
      // The unheard one, the one that was kept, and the one in doubt, which lives: it must not count as absent.
      expect(sold()).toEqual(['expired', 'delivered', 'open']);
      expect(await states()).toEqual(['finished spent', 'unknown reserved']);
      await clock.advance(30 * MINUTE);
      // The one in doubt has run out, too, by then.
      expect(sold()).toEqual(['expired', 'delivered', 'expired']);
      await clock.runUntil(router.close());
      expect((await again).error?.code).toBe('OUTCOME_UNKNOWN');
    },
  );

  test('is over one day: then the balance is read for a checkpoint without that doubt', async () => {
    const { clock, journal, router } = await sentTwice();
    expect(await journal.readCheckpoint('one')).toHaveProperty('shaken');
    await clock.advance(90 * MINUTE);
    expect(await journal.readCheckpoint('one')).not.toHaveProperty('shaken');
    await clock.runUntil(router.close());
  });
});

describe('what shakes a checkpoint', () => {
  const [older, newest] = [entry('finished', 5600), entry('open', 2800)];
  const after = (balance: number, at = SECOND) =>
    taintedBy(statement(checkpoint(100_000, [], 0), [newest, older]), reading(balance, at));

  test('money that is missing, whatever is still to be paid back', () => {
    expect(after(91_600)).toBeUndefined();
    expect(after(91_599)).toBe(newest.id);
    const gone = entry('cancelled', 5600, { endedAt: -MINUTE });
    const late = statement(checkpoint(100_000, [], 0), [gone]);
    expect(taintedBy(late, reading(94_400, MINUTE))).toBeUndefined();
    expect(taintedBy(late, reading(97_000, MINUTE))).toBe(gone.id);
  });

  test('not money that was paid in, nor what others do', () => {
    expect(after(91_601)).toBeUndefined();
    const shared = statement(checkpoint(100_000, [], 0), [older], { exclusive: false });
    expect(taintedBy(shared, reading(0, 0))).toBeUndefined();
    expect(taintedBy(statement(undefined, [older]), reading(0, 0))).toBeUndefined();
    expect(taintedBy(statement(checkpoint(100_000, [], 0), []), reading(0, 0))).toBeUndefined();
  });

  test('until an order that was bought beside the last one cannot be paid back any more', () => {
    const start = { ...checkpoint(100_000, [], older.number), shaken: older.id };
    const late = OVER + 60 * MINUTE;
    const book = statement(start, [older]);
    expect(doubtsUntil(book)).toBe(late);
    expect(taintedBy(book, reading(100_000, late - 1))).toBe(older.id);
    expect(taintedBy(book, reading(100_000, late))).toBeUndefined();
    expect(doubtsUntil(statement(checkpoint(100_000, [], older.number), [older]))).toBeUndefined();
  });

  test('and then it proves no absence, however late, but still a charge', () => {
    const start = { ...checkpoint(100_000, [], older.number), shaken: older.id };
    const unknown = entry('unknown', 5600);
    const book = statement(start, [older, unknown]);
    expect(words(solve(book, reading(100_000, SETTLED - 1)), unknown)).toBe('undecided: unsettled');
    expect(words(solve(book, reading(100_000, SETTLED)), unknown)).toBe('undecided: dispute');
    expect(words(solve(book, reading(100_000, 100 * OVER)), unknown)).toBe('disputed: dispute');
    expect(words(solve(book, reading(94_400, SETTLED)), unknown)).toBe('lost 5600');
  });
});
