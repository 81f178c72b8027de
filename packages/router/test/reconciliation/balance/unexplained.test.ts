import type { Checkpoint } from '@numroute/journal';
import { describe, expect, test } from 'vitest';
import { carryPast } from '../../../src/reconciliation/balance/carry.ts';
import { audit, learnPrices } from '../../../src/reconciliation/balance/explain.ts';
import type { StatementEntry } from '../../../src/reconciliation/balance/statement.ts';
import { taintedBy } from '../../../src/reconciliation/balance/tainted.ts';
import { withUnexplained } from '../../../src/reconciliation/balance/unexplained.ts';
import { solve } from '../../../src/reconciliation/balance/verdicts.ts';
import { balanceOnly, lost, maxPrice, setUp, told, want } from '../../support/stall.ts';
import { untold } from '../../support/untold-prices.ts';
import { checkpoint, entry, MINUTE, OVER, reading, SECOND, statement, toman, words } from './account.ts';

// Three orders with a code and one without, for 2,000 each. Then a purchase at a quote of 2,000, whose reply
// is lost: the price rises while the request hangs, and 4,000 are charged.
const start = checkpoint(10_000_000, [], 0);
const coded = [1, 2, 3].map(() => entry('finished', 2000, { sentAt: -MINUTE }));
const open = entry('open', 2000, { sentAt: -MINUTE });
const unknown = entry('unknown', { least: toman(1000), most: toman(3800), quoted: toman(2000) });
/** The order without a code is cancelled, and 2,000 come back. */
const cancelled: StatementEntry = { ...open, state: 'cancelled', endedAt: 111 * SECOND };

const rows = [open, ...coded, unknown];
const later = [cancelled, ...coded, unknown];
const dear = reading(9_988_000, 73 * SECOND);

function named(entries: readonly StatementEntry[], balance = dear, from: Checkpoint = start): Checkpoint {
  return withUnexplained(statement(from, entries), balance) ?? expect.fail('something explains it');
}

/** What is said of the cancelled order and of the purchase, from that checkpoint. */
const said = (from: Checkpoint, balance: number, at: number, entries = later) => {
  const verdicts = solve(statement(from, entries), reading(balance, at));
  return [words(verdicts, cancelled), words(verdicts, unknown)];
};

describe('a balance that nothing explained', () => {
  test('is named in the checkpoint: how far it was away, and whose share in it was not certain', () => {
    expect(solve(statement(start, rows), dear)).toMatchObject([
      { verdict: 'undecided', why: 'contradiction' },
    ]);
    expect(named(rows)).toEqual({ ...start, unexplained: { moved: toman(-4000), among: [unknown.id] } });
  });

  test('forbids the story that a refund of the size of the difference would tell', () => {
    const [early, due] = [119 * SECOND, 127 * SECOND];
    // Without it: 2,000 for the purchase, and no refund.
    expect(said(start, 9_990_000, early)).toEqual(['undecided: moving', 'lost 2000']);
    expect(said(start, 9_990_000, due)).toEqual(['missing', 'lost 2000']);
    expect(said(named(rows), 9_990_000, early)).toEqual(['undecided: moving', 'undecided: ambiguous']);
    expect(said(named(rows), 9_990_000, due)).toEqual(['undecided: ambiguous', 'undecided: ambiguous']);
    expect(said(named(rows), 9_990_000, OVER)).toEqual(['disputed: ambiguous', 'disputed: ambiguous']);
  });

  test('forbids nothing once the balance holds all that it could: then that money is back, too', () => {
    expect(said(named(rows), 9_994_000, 127 * SECOND)).toEqual(['returned', 'absent']);
    expect(said(start, 9_994_000, 127 * SECOND)).toEqual(['returned', 'absent']);
  });

  test('forbids nothing of what its difference is too small for', () => {
    const big = entry('gone', 50_000, { endedAt: 111 * SECOND });
    const held = { ...start, held: [big.id] };
    const from = named([...rows, { ...big, state: 'open' }], dear, held);
    const verdicts = solve(statement(from, [...later, big]), reading(10_040_000, 2 * OVER));
    expect(words(verdicts, big)).toBe('returned');
    expect(words(verdicts, cancelled)).toBe('disputed: ambiguous');
  });

  test('is explained by a price that is told later', () => {
    const found: StatementEntry = { ...unknown, state: 'open', price: toman(4000) };
    const at = reading(9_990_000, 127 * SECOND);
    expect(words(solve(statement(named(rows), [cancelled, ...coded, found]), at), cancelled)).toBe(
      'returned',
    );
  });

  test('teaches no price: the next difference may be the rest of it', () => {
    const bought: StatementEntry = { ...unknown, state: 'open' };
    const from = named([open, ...coded, bought]);
    const after = [{ ...cancelled, money: 'returned' as const }, ...coded, bought];
    const half = reading(9_992_000, 127 * SECOND);
    expect([...learnPrices(statement(start, after), half).values()]).toEqual([toman(2000)]);
    expect(learnPrices(statement(from, after), half).size).toBe(0);
    // And what one reading explains is no alarm.
    expect(audit(statement(from, after), half)).toEqual({ audit: 'ok' });
  });

  test('is named once, and then the latest', () => {
    const from = named(rows);
    const another = entry('open', 2000, { sentAt: 74 * SECOND });
    const more = [...rows, another];
    expect(withUnexplained(statement(from, more), reading(9_986_000, 2 * MINUTE))).toBeUndefined();
    const next = named(more, reading(9_985_900, 2 * MINUTE), from);
    expect(next.unexplained).toEqual({ moved: toman(-4100), among: [unknown.id] });
  });

  test('is none where something explains it, others use the account, or no sum can be made', () => {
    expect(withUnexplained(statement(start, rows), reading(9_990_000, MINUTE))).toBeUndefined();
    expect(withUnexplained(statement(start, rows, { exclusive: false }), dear)).toBeUndefined();
    expect(withUnexplained(statement(undefined, rows), dear)).toBeUndefined();
    const rial = { ...dear, balance: { amount: '99880000', currency: 'IRR' } };
    expect(withUnexplained(statement(start, rows), rial)).toBeUndefined();
  });

  test('is none where it may only lag behind what was bought just before', () => {
    const fresh = entry('open', 2000, { sentAt: 60 * SECOND });
    const at = (seconds: number) =>
      withUnexplained(statement(start, [...coded, fresh]), reading(9_994_000, seconds * SECOND));
    expect(at(74)).toBeUndefined();
    expect(at(75)?.unexplained).toEqual({ moved: toman(2000), among: [] });
  });

  test('tells the same by a checkpoint that is carried past its attempts', () => {
    const settled = [
      ...coded,
      { ...open, state: 'finished' as const },
      { ...unknown, state: 'absent' as const },
    ];
    const next = entry('cancelled', 2000, { endedAt: 111 * SECOND });
    const from = named(rows);
    const carried = carryPast(from, settled);
    expect(carried).toMatchObject({ balance: toman(9_992_000), apart: [unknown.id] });
    for (const balance of [9_992_000, 9_990_000, 9_988_000]) {
      const tell = (one: Checkpoint) => solve(statement(one, [...settled, next]), reading(balance, 2 * OVER));
      expect(tell(carried)).toEqual(tell(from));
    }
  });
});

describe('a checkpoint after a balance that nothing explained', () => {
  const from = named(rows);
  const after = (balance: number, one = from) => taintedBy(statement(one, later), reading(balance, 2 * OVER));

  test('is tainted as long as that money may still be missing', () => {
    expect(after(9_990_000)).toBe(unknown.id);
    expect(after(9_990_000, start)).toBeUndefined();
    expect(after(9_994_000)).toBeUndefined();
  });

  test('is not tainted by a deposit', () => {
    const rich = named(rows, reading(11_000_000, 73 * SECOND));
    expect(rich.unexplained?.moved).toEqual(toman(1_006_000 + 2000));
    expect(after(11_000_000, rich)).toBeUndefined();
  });
});

test.each([false, true])(
  'a lost purchase at twice its quote is not settled by the refund of another order (restarted: %s)',
  async (restart) => {
    const {
      clock,
      market,
      start: begin,
      states,
      sold,
    } = setUp({
      paper: { ...balanceOnly, priceGuard: false, fault: lost('after', 2) },
      wrap: untold(),
    });
    let router = begin();
    const first = await clock.runUntil(router.buy(want, { maxPrice }));
    await clock.advance(5 * SECOND);
    await clock.runUntil(router.quote(want));
    market.setPrice({ ...want }, '0.2');
    const second = told(router.buy(want, { maxPrice }));
    await clock.advance(MINUTE);
    if (restart) {
      await clock.runUntil(router.close());
      router = begin();
      await clock.runUntil(router.recover());
    }
    await clock.runUntil(router.cancel(first));
    await clock.advance(3 * MINUTE);
    expect(sold()).toEqual(['cancelled', 'open']);
    expect(await states()).toEqual(['cancelled due', 'unknown reserved']);
    await clock.advance(25 * MINUTE);
    expect(sold()).toEqual(['cancelled', 'expired']);
    expect(await states()).toEqual(['cancelled returned', 'absent free']);
    await clock.runUntil(router.close());
    expect((await second).error?.code).toBe('OUTCOME_UNKNOWN');
  },
);
