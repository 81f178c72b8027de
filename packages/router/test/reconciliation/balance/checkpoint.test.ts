import type { Journal } from '@numroute/journal';
import { describe, expect, test } from 'vitest';
import { isQuiet, takeCheckpoint } from '../../../src/reconciliation/balance/checkpoint.ts';
import { audit, learnPrices } from '../../../src/reconciliation/balance/explain.ts';
import type {
  AttemptState,
  Statement,
  StatementEntry,
} from '../../../src/reconciliation/balance/statement.ts';
import { solve } from '../../../src/reconciliation/balance/verdicts.ts';
import { balanceOnly, lost, maxPrice, setUp, told, want } from '../../support/stall.ts';
import {
  checkpoint,
  entry,
  MINUTE,
  OVER,
  reading,
  SECOND,
  SETTLED,
  said,
  statement,
  timing,
  toman,
  words,
} from './account.ts';

// Each rule was taken out of the source by hand, and something here failed.

describe('rule 2, seen to fail without it: a checkpoint is taken only while nothing moves', () => {
  // All were sent at 0. A vendor ends an order at 20 min, and its refund shows 15 s later at the latest.
  test.each<[why: string, quiet: boolean, AttemptState, Partial<StatementEntry>, now: number]>([
    ['its request is on its way', false, 'sending', {}, 0],
    ['nobody knows whether it was charged, however long ago', false, 'unknown', {}, 2 * OVER],
    ['it is open, and its vendor does not end it yet', true, 'open', {}, 18 * MINUTE],
    ['its vendor may end it within the minute', false, 'open', {}, 19 * MINUTE],
    ['a cancel was asked for, and may be carried out now', false, 'open', { cancelAsked: true }, MINUTE],
    ['its vendor named an earlier end', false, 'open', { expiresAt: 10 * MINUTE }, 9 * MINUTE],
    ['its refund is not due yet', false, 'cancelled', { endedAt: MINUTE }, MINUTE + 14 * SECOND],
    [
      'its refund is due, and no reading has decided it',
      false,
      'cancelled',
      { endedAt: MINUTE },
      MINUTE + 15 * SECOND,
    ],
    ['its refund was seen', true, 'cancelled', { endedAt: MINUTE, money: 'returned' }, MINUTE + 15 * SECOND],
    ['no reading decides it any more', true, 'cancelled', { endedAt: MINUTE }, OVER],
    ['it has just ended', false, 'expired', { endedAt: MINUTE }, MINUTE],
    ['nobody saw it end, and its refund may be on its way', false, 'expired', {}, OVER - 1],
    ['its vendor forgot it, and may end it in its own time', false, 'gone', { endedAt: MINUTE }, 5 * MINUTE],
    [
      'it counts as refunded, and the refund may still be on its way',
      false,
      'gone',
      { endedAt: MINUTE, money: 'returned' },
      MINUTE,
    ],
    ['it was forgotten and refunded', true, 'gone', { endedAt: MINUTE, money: 'returned' }, 5 * MINUTE],
    ['it was forgotten, and its time is over', true, 'gone', { endedAt: MINUTE }, OVER],
    ['it runs out unseen, and its refund may be on its way', false, 'lost', {}, OVER - 1],
    ['it has run out, and so has the time for its refund', true, 'lost', {}, OVER],
    ['it is disputed, and may still be paid back', false, 'disputed', {}, OVER - 1],
    ['it is disputed, and nothing comes back any more', true, 'disputed', {}, OVER],
    ['its code came, so it is paid for good', true, 'delivered', {}, 0],
    ['it is finished', true, 'finished', {}, 0],
    ['it never was', true, 'absent', {}, 0],
    ['it was refused', true, 'refused', {}, 0],
  ])('%s: %s', (_why, quiet, state, more, now) => {
    expect(isQuiet([entry('finished', 5600), entry(state, 5600, more)], now, timing)).toBe(quiet);
  });

  test('it names what is held, and must be quiet from the question to the answer', () => {
    const open = entry('open', 5600);
    const done = entry('finished', 5600);
    const calm = { balance: toman(90_000), askedAt: MINUTE, answeredAt: MINUTE + SECOND };
    expect(takeCheckpoint([open, done], calm, timing)).toEqual({
      balance: toman(90_000),
      at: MINUTE + SECOND,
      held: [open.id],
      through: done.number,
    });
    const slow = { ...calm, askedAt: 18 * MINUTE, answeredAt: 19 * MINUTE };
    expect(takeCheckpoint([open], slow, timing)).toBeUndefined();
    const refunding = entry('cancelled', 5600, { endedAt: MINUTE });
    const early = { ...calm, askedAt: MINUTE, answeredAt: 2 * MINUTE };
    expect(takeCheckpoint([refunding], early, timing)).toBeUndefined();
  });
});

describe('rule 7, seen to fail without it: the audit', () => {
  const audited = (
    entries: readonly StatementEntry[],
    balance: number,
    at = MINUTE,
    more: Partial<Statement> = {},
  ) => audit(statement(checkpoint(100_000, [], 0), entries, more), reading(balance, at));

  test('agrees with everything that explains the balance', () => {
    const entries = [entry('finished', 5600), entry('gone', 2800, { endedAt: 0 })];
    expect(audited(entries, 94_400)).toEqual({ audit: 'ok' });
    expect(audited(entries, 91_600)).toEqual({ audit: 'ok' });
  });

  test('finds the purchase that a proxy sent twice, or that was made elsewhere', () => {
    expect(audited([entry('open', 5600)], 88_800)).toEqual({ audit: 'mismatch', difference: toman(-5600) });
    expect(audited([], 99_999)).toEqual({ audit: 'mismatch', difference: toman(-1) });
  });

  test('finds the refund that never came, when it is due', () => {
    const cancelled = entry('cancelled', 5600, { endedAt: 0 });
    expect(audited([cancelled], 94_400, 14 * SECOND)).toEqual({ audit: 'ok' });
    expect(audited([cancelled], 94_400)).toEqual({ audit: 'mismatch', difference: toman(-5600) });
  });

  test('knows a top-up from a refund', () => {
    const gone = entry('gone', 5600, { endedAt: 0 });
    expect(audited([gone], 97_000)).toEqual({ audit: 'mismatch', difference: toman(2600) });
    expect(audited([gone], 150_000)).toEqual({ audit: 'top-up', amount: toman(50_000) });
  });

  test('a top-up beyond all refunds leaves the purchase undecided', () => {
    expect(said(entry('unknown', 5600), [], 150_000, SETTLED)).toBe('undecided: contradiction');
  });
});

describe('rule 8, seen to fail without it: one account, one engine', () => {
  test('with others on the account no sum is believed and the worst is supposed', () => {
    const unknown = entry('unknown', { least: toman(5000), most: toman(6000) });
    const shared = { exclusive: false };
    expect(said(unknown, [], 100_000, SETTLED - 1, shared)).toBe('undecided: unsettled');
    expect(said(unknown, [], 100_000, SETTLED, shared)).toBe('lost 6000');
    expect(solve(statement(undefined, [unknown], shared), reading(0, SETTLED))).toEqual([
      { id: unknown.id, verdict: 'lost', charged: toman(6000), assumed: true },
    ]);
    const lost = entry('lost', 6000);
    expect(said(lost, [], 100_000, OVER - 1, shared)).toBe('undecided: moving');
    expect(said(lost, [], 100_000, OVER, shared)).toBe('missing');
    expect(said(entry('cancelled', 1, { endedAt: 0 }), [], 100_000, OVER, shared)).toBe('nothing');
    expect(audit(statement(checkpoint(1), [], shared), reading(0, 0))).toEqual({
      audit: 'blind',
      why: 'not-exclusive',
    });
  });
});

describe('a vendor that charges what it likes', () => {
  const quoted = { least: toman(5000), most: toman(6000) };

  test('an absence needs a balance that no price within the bounds explains', () => {
    const unknown = entry('unknown', quoted);
    const gone = entry('gone', 5300, { endedAt: 0 });
    expect(said(unknown, [gone], 94_700, SETTLED)).toBe('undecided: ambiguous');
    expect(said(unknown, [gone], 100_000, SETTLED)).toBe('absent');
    expect(said(unknown, [], 94_450, SETTLED)).toBe('lost 5550');
    expect(said(unknown, [], 93_999, SETTLED)).toBe('undecided: contradiction');
  });

  test('charged, but nobody knows how much', () => {
    const unknown = entry('unknown', quoted);
    const open = entry('open', quoted);
    expect(said(unknown, [open], 89_000, SETTLED)).toBe('lost');
    // The ends of two bounds make up one sum, and prove neither price.
    expect(said(unknown, [open], 88_000, SETTLED)).toBe('lost');
    expect(said(unknown, [open], 94_500, SETTLED)).toBe('absent');
  });

  test.each<[string, StatementEntry, string]>([
    ['whose price a balance has shown', entry('finished', 2000), 'lost 4400'],
    ['that a proxy may have bought twice', entry('finished', 2000, { told: true }), 'lost'],
    ['that was so, and is paid back', entry('gone', 2000, { told: true, money: 'returned' }), 'lost'],
    ['whose refund may have come', entry('cancelled', 2000, { endedAt: SETTLED - 10 * SECOND }), 'lost'],
  ])('charged, and how much, other than quoted, beside an order %s', (_, other, word) => {
    const unknown = entry('unknown', { least: toman(2600), most: toman(4500), quoted: toman(2600) });
    const before = other.money === 'returned' ? 100_000 : 98_000;
    expect(said(unknown, [other], before - 4400, SETTLED)).toBe(word);
    expect(said(unknown, [other], before - 2600, SETTLED)).toBe('lost 2600');
  });

  test('a refund is not missing because another order was dearer: that may have cost any sum', () => {
    const range = { least: toman(1000), most: toman(3800), quoted: toman(2000) };
    const cancelled = entry('cancelled', 2500, { endedAt: 0 });
    const at = (other: StatementEntry, balance: number) => said(cancelled, [other], balance, MINUTE);
    for (const other of [entry('lost', range), entry('finished', range)]) {
      // 1,500 and no refund, or 4,000, which is out of bounds, and the refund.
      expect(at(other, 96_000)).toBe('undecided: ambiguous');
      expect(at(other, 95_500)).toBe('missing');
      expect(at(other, 98_500)).toBe('returned');
    }
    expect(at(entry('finished', 1500), 96_000)).toBe('missing');
    // Its own price may be any within the bounds.
    expect(said(entry('lost', range), [], 97_800, OVER)).toBe('missing');
  });

  test('the balance tells what was charged', () => {
    const open = entry('open', quoted);
    const other = entry('finished', 2800);
    const learned = (entries: readonly StatementEntry[], balance: number) =>
      [...learnPrices(statement(checkpoint(100_000, [], 0), entries), reading(balance, 0))].map(
        ([id, { amount }]) => [id, amount],
      );
    expect(learned([open, other], 91_700)).toEqual([[open.id, '5500']]);
    expect(learned([open, other], 99_000)).toEqual([]);
    expect(learned([open, entry('open', quoted)], 89_000)).toEqual([]);
    expect(learned([open, entry('gone', 400, { endedAt: 0 })], 94_500)).toEqual([]);
    expect(learned([entry('unknown', quoted), other], 97_200)).toEqual([]);
    // A refund that is promised and due may not have come.
    expect(learned([open, entry('cancelled', 400, { endedAt: -MINUTE })], 94_500)).toEqual([]);
  });
});

describe('what two cost together', () => {
  const range = { least: toman(2800), most: toman(10_640), quoted: toman(5600) };
  const [one, two] = [entry('open', range), entry('finished', range)];
  const prices = (
    entries: readonly StatementEntry[],
    balance: number,
    guesses: readonly (readonly [StatementEntry, number])[] = [],
  ) => {
    const supposed = new Map(guesses.map(([{ id }, amount]) => [id, toman(amount)]));
    const learned = learnPrices(
      statement(checkpoint(100_000, [], 0), entries),
      reading(balance, MINUTE),
      supposed,
    );
    return entries.map(({ id }) => learned.get(id)?.amount);
  };

  test('is believed of each, where it is just what was quoted', () => {
    expect(prices([one, two], 88_800)).toEqual(['5600', '5600']);
    expect(prices([one, two], 88_700)).toEqual([undefined, undefined]);
    // Of three, two may have cost less and the third as much more.
    expect(prices([one, two, entry('open', range)], 83_200)).toEqual([undefined, undefined, undefined]);
  });

  test('is believed of none, where the money of one is missing and its price is not known', () => {
    const missing = entry('cancelled', range, { endedAt: -30 * MINUTE, money: 'missing' });
    expect(prices([two, missing], 87_400)).toEqual([undefined, undefined]);
  });

  test('confirms what was guessed of each before', () => {
    const guesses = [
      [one, 6000],
      [two, 5000],
    ] as const;
    expect(prices([one, two], 89_000, guesses)).toEqual(['6000', '5000']);
    expect(prices([one, two], 89_100, guesses)).toEqual([undefined, undefined]);
    expect(prices([one, two], 88_400, [[one, 6000]])).toEqual(['6000', '5600']);
  });

  test('says nothing while anything moves, or may still be out', () => {
    const ending = entry('open', 100, { cancelAsked: true });
    expect(prices([one, two, ending], 88_800)).toEqual([undefined, undefined, undefined]);
    const lately = entry('cancelled', range, { endedAt: MINUTE });
    expect(prices([one, two, lately], 88_800)).toEqual([undefined, undefined, undefined]);
    const gone = entry('gone', range, { endedAt: -2 * OVER, sentAt: -3 * OVER });
    expect(prices([one, two, gone], 88_800)).toEqual([undefined, undefined, undefined]);
  });

  test.each<[string, Partial<StatementEntry>]>([
    ['that its vendor only forgot', { state: 'gone' }],
    ['that counts as missing and may have come late', { state: 'cancelled', money: 'missing' }],
  ])('is believed of none, where a refund %s makes up the difference', (_, ended) => {
    const told = { least: toman(1000), most: toman(2000), quoted: toman(1000) };
    const lie = [entry('finished', told), entry('finished', told)];
    const other = entry('gone', 2000, { endedAt: -3 * OVER, sentAt: -3 * OVER, ...ended });
    // 1,000 each, as the vendor told, and no refund; or 2,000 each, as quoted, and the refund.
    expect(prices([...lie, other], 96_000)).toEqual([undefined, undefined, undefined]);
    // What explains the balance in one way is believed, whatever became of the refund.
    expect(prices([...lie, { ...other, money: 'returned' }], 98_000)).toEqual(['1000', '1000', undefined]);
    const promise = entry('cancelled', 2000, { endedAt: -2 * OVER, sentAt: -3 * OVER });
    expect(prices([...lie, promise], 98_000)).toEqual(['1000', '1000', undefined]);
  });

  test('says nothing of what was paid back, whatever that cost', () => {
    const back = entry('cancelled', range, { endedAt: 0, money: 'returned' });
    expect(prices([one, two, back], 88_800)).toEqual(['5600', '5600', undefined]);
  });
});

describe('where no sum can be made nothing is decided', () => {
  const unknown = entry('unknown', 5600);
  const open = entry('open', 5600);
  test.each<[string, Statement, ReturnType<typeof toman>]>([
    ['no-checkpoint', statement(undefined, [unknown]), toman(1)],
    ['currency', statement(checkpoint(100_000, [], 0), [unknown]), { amount: '1000000', currency: 'IRR' }],
    ['incomplete', statement(checkpoint(100_000, [open.id], 0), [unknown]), toman(100_000)],
  ])('%s', (why, book, balance) => {
    expect(words(solve(book, reading(balance, SETTLED)), unknown)).toBe(`undecided: ${why}`);
    expect(words(solve(book, reading(balance, OVER)), unknown)).toBe(`disputed: ${why}`);
    expect(audit(book, reading(balance, SETTLED))).toEqual({ audit: 'blind', why });
  });

  test('a checkpoint says nothing of an order that ended before it', () => {
    const gone = entry('gone', 5600, { endedAt: 0 });
    const cancelled = entry('cancelled', 5600, { endedAt: 0 });
    const verdicts = solve(
      statement(checkpoint(100_000, [], cancelled.number), [gone, cancelled]),
      reading(100_000, OVER),
    );
    expect(words(verdicts, gone)).toBe('disputed: no-checkpoint');
    expect(words(verdicts, cancelled)).toBe('nothing');
  });
});

test('a refund that comes late hides no new charge of its size', async () => {
  const { clock, start, states, sold } = setUp({
    paper: { ...balanceOnly, fault: lost('after', 2) },
    world: { refundLagMs: 82_000 },
  });
  const router = start();
  await clock.runUntil(router.cancel(await clock.runUntil(router.buy(want, { maxPrice }))));
  await clock.advance(78_000);
  expect(await states()).toEqual(['cancelled missing']);
  await clock.runUntil(told(router.buy(want, { maxPrice })));
  await clock.advance(4 * MINUTE);
  expect(sold()).toEqual(['cancelled', 'open']);
  expect(await states()).toEqual(['cancelled missing', 'unknown reserved']);
  await clock.runUntil(router.close());
});

test('a promise that the balance cannot explain yet is not passed over by the next checkpoint', () => {
  const one = entry('cancelled', 100, { endedAt: MINUTE });
  const before = statement({ ...checkpoint(1_000, [one.id], 1), at: 0 }, [one]);
  const half = reading(1_050, 3 * MINUTE);
  expect(solve(before, half)).toMatchObject([{ verdict: 'undecided', why: 'contradiction' }]);
  expect(takeCheckpoint(before.entries, half, timing)).toBeUndefined();
});

test('a refund that may be that of what was overdue at the checkpoint is counted for nobody', () => {
  const [old, fresh] = [
    entry('cancelled', 100, { endedAt: 0 }),
    entry('cancelled', 100, { endedAt: MINUTE }),
  ];
  const before = statement({ ...checkpoint(1_000, [fresh.id], 2), overdue: [old.id] }, [old, fresh]);
  expect(solve(before, reading(1_100, 3 * MINUTE))).toMatchObject([{ id: fresh.id, verdict: 'undecided' }]);
  expect(solve(before, reading(1_100, 2 * OVER))).toMatchObject([{ id: fresh.id, verdict: 'disputed' }]);
  // Nor does it ever free the way for a second number, however long ago the refund was due.
  const unknown = entry('unknown', 100, { sentAt: 2 * OVER });
  const late = statement({ ...checkpoint(1_000, [], 2), overdue: [old.id] }, [old, unknown]);
  for (const at of [2 * OVER + SETTLED, 10 * OVER, 100 * OVER]) {
    expect(words(solve(late, reading(1_000, at)), unknown)).not.toBe('absent');
  }
});

test('a checkpoint knows nothing of what was bought while its verdicts were written down', async () => {
  const { clock, market, journal, start } = setUp({
    paper: balanceOnly,
    wrap: (inner) => ({
      ...inner,
      purchase: async (offer, call) => {
        await clock.sleep(300, call.signal);
        return await inner.purchase(offer, call);
      },
    }),
  });
  let isSlow = false;
  let held: readonly string[] = [];
  const slowDisk: Journal = {
    ...journal,
    append: async (event) => {
      if (event.kind === 'refund-seen') {
        isSlow = true;
        await clock.sleep(2_000);
      }
      return await journal.append(event);
    },
    writeCheckpoint: async (provider, taken) => {
      if (taken.balance.amount !== market.balance().amount) held = taken.held;
      await journal.writeCheckpoint(provider, taken);
    },
  };
  const router = start({ journal: slowDisk });
  for (let n = 0; n < 3; n += 1) {
    const order = await clock.runUntil(router.buy(want, { maxPrice }));
    await clock.runUntil(router.cancel(order));
  }
  for (let waited = 0; !isSlow && waited < 10 * MINUTE; waited += 100) await clock.advance(100);
  expect(isSlow).toBe(true);
  await clock.runUntil(router.buy(want, { maxPrice }));
  await clock.advance(5_000);
  expect(held).toEqual([]);
  await clock.runUntil(router.close());
});
