import { describe, expect, test } from 'vitest';
import { mayBelieveAbsence } from '../../../src/reconciliation/balance/deadlines.ts';
import { solve } from '../../../src/reconciliation/balance/verdicts.ts';
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

describe('rule 3, seen to fail without it: absence is believed after the settle time, a charge at once', () => {
  test('settle time', () => {
    const unknown = entry('unknown', 5600, { sentAt: 1000 });
    expect(mayBelieveAbsence(unknown, 1000 + SETTLED - 1, timing)).toBe(false);
    expect(mayBelieveAbsence(unknown, 1000 + SETTLED, timing)).toBe(true);
  });

  test('a server that charges 40 s after the reply was lost is waited for', () => {
    const unknown = entry('unknown', 5600);
    expect(said(unknown, [], 100_000, 0)).toBe('undecided: unsettled');
    expect(said(unknown, [], 100_000, SETTLED - 1)).toBe('undecided: unsettled');
    expect(said(unknown, [], 100_000, SETTLED)).toBe('absent');
    expect(said(unknown, [], 94_400, 1)).toBe('lost 5600');
  });

  test('it is the time of the question that counts, not of the answer', () => {
    const unknown = entry('unknown', 5600);
    const slow = { balance: toman(100_000), askedAt: SETTLED - 1, answeredAt: SETTLED + MINUTE };
    expect(words(solve(statement(checkpoint(100_000), [unknown]), slow), unknown)).toBe(
      'undecided: unsettled',
    );
  });

  test('it says when to read again', () => {
    const unknown = entry('unknown', 5600);
    const asked = (balance: number) => solve(statement(checkpoint(100_000), [unknown]), reading(balance, 1));
    expect(asked(100_000)).toEqual([
      { id: unknown.id, verdict: 'undecided', why: 'unsettled', until: SETTLED },
    ]);
    expect(asked(99_999)).toEqual([
      { id: unknown.id, verdict: 'undecided', why: 'contradiction', until: OVER },
    ]);
  });
});

describe('rule 5, seen to fail without it: solve, do not subtract', () => {
  test('a charge hidden by the late refund of an order of the same price is not called absent', () => {
    const unknown = entry('unknown', 5600);
    const gone = entry('gone', 5600, { endedAt: 0 });
    // Balance before and after differ by one price: the refund came and the charge too, or neither.
    const start = checkpoint(94_400, [gone.id], gone.number - 2);
    const at = (balance: number, when: number) =>
      words(solve(statement(start, [gone, unknown]), reading(balance, when)), unknown);
    expect(at(94_400, SETTLED)).toBe('undecided: ambiguous');
    expect(at(94_400, OVER)).toBe('disputed: ambiguous');
    expect(at(100_000, SETTLED)).toBe('absent');
    expect(at(88_800, SETTLED)).toBe('lost 5600');
  });

  test('two orders that add up to the price of a third are seen to', () => {
    const unknown = entry('unknown', 8400);
    const two = [entry('gone', 2800, { endedAt: 0 }), entry('gone', 5600, { endedAt: 0 })];
    expect(said(unknown, two, 91_600, SETTLED)).toBe('undecided: ambiguous');
    expect(said(unknown, two, 94_400, SETTLED)).toBe('absent');
    expect(said(unknown, two, 88_800, SETTLED)).toBe('lost 8400');
  });

  test('what is delivered or open is paid for; what is refused or absent is not', () => {
    const unknown = entry('unknown', 5600);
    const others = [
      entry('delivered', 1),
      entry('finished', 20),
      entry('open', 300),
      entry('refused', 4000),
      entry('absent', 50_000),
    ];
    expect(said(unknown, others, 100_000 - 321, SETTLED)).toBe('absent');
    expect(said(unknown, others, 100_000 - 321 - 5600, SETTLED)).toBe('lost 5600');
  });

  test('money that was held at the checkpoint is not charged again, and comes back in full', () => {
    const delivered = entry('delivered', 300);
    const cancelled = entry('cancelled', 5600, { endedAt: 0 });
    const older = entry('finished', 77, { number: 0 });
    const unknown = entry('unknown', 5600);
    const start = checkpoint(94_100, [delivered.id, cancelled.id], cancelled.number);
    const at = (balance: number) =>
      words(
        solve(statement(start, [older, delivered, cancelled, unknown]), reading(balance, SETTLED)),
        unknown,
      );
    expect(at(99_700)).toBe('absent');
    expect(at(94_100)).toBe('lost 5600');
  });

  test('of two that should not be unknown at once, none is guessed at', () => {
    const unknown = entry('unknown', 5600);
    const other = entry('unknown', 5600);
    expect(said(unknown, [other], 94_400, SETTLED)).toBe('undecided: ambiguous');
    expect(said(unknown, [other], 88_800, SETTLED)).toBe('lost 5600');
    expect(said(unknown, [other], 100_000, SETTLED)).toBe('absent');
  });

  test('sums are exact', () => {
    const usd = (amount: string) => ({ amount, currency: 'USD' });
    const unknown = entry('unknown', usd('0.3'));
    const others = [entry('open', usd('0.1')), entry('open', usd('0.2'))];
    const start = { balance: usd('1'), at: 0, held: [], through: 0 };
    const at = (balance: string) =>
      words(solve(statement(start, [...others, unknown]), reading(usd(balance), SETTLED)), unknown);
    expect(at('0.7')).toBe('absent');
    expect(at('0.400')).toBe('lost 0.3');
    expect(at('0.40000000000000001')).toBe('undecided: contradiction');
  });

  test('nothing that fits is a contradiction, and in the end a dispute', () => {
    const unknown = entry('unknown', 5600);
    expect(said(unknown, [], 88_800, SETTLED)).toBe('undecided: contradiction');
    expect(said(unknown, [], 88_800, OVER - 1)).toBe('undecided: contradiction');
    expect(said(unknown, [], 88_800, OVER)).toBe('disputed: contradiction');
  });

  test('an order near its expiry, or with a cancel on the way, may have its money back', () => {
    const unknown = entry('unknown', 5600);
    const late = entry('open', 5600, { sentAt: -18 * MINUTE });
    const asked = entry('open', 5600, { cancelAsked: true });
    const calm = entry('open', 5600);
    expect(said(unknown, [late], 94_400, SETTLED)).toBe('undecided: ambiguous');
    expect(said(unknown, [asked], 94_400, SETTLED)).toBe('undecided: ambiguous');
    expect(said(unknown, [calm], 94_400, SETTLED)).toBe('absent');
  });

  test('it is near its expiry if it was so when the answer came', () => {
    const unknown = entry('unknown', 5600, { sentAt: 10 * MINUTE });
    const slow = { balance: toman(94_400), askedAt: 18 * MINUTE, answeredAt: 19 * MINUTE };
    const verdicts = solve(statement(checkpoint(100_000, [], 0), [entry('open', 5600), unknown]), slow);
    expect(words(verdicts, unknown)).toBe('undecided: ambiguous');
  });

  test('a promised refund counts for a charge only when its time is over, and never for an absence', () => {
    const unknown = entry('unknown', 5600);
    const cancelled = entry('cancelled', 5600, { endedAt: MINUTE });
    expect(said(unknown, [cancelled], 94_400, MINUTE + 14 * SECOND)).toBe('undecided: ambiguous');
    expect(said(unknown, [cancelled], 94_400, MINUTE + 15 * SECOND)).toBe('lost 5600');
    // The vendor broke its word: with the word believed, `gone` would explain it and the charge be missed.
    const broken = entry('cancelled', 2800, { endedAt: 0 });
    const gone = entry('gone', 8400, { endedAt: 0 });
    expect(said(unknown, [broken, gone], 91_600, SETTLED)).toBe('undecided: ambiguous');
  });

  test('a charge beside a broken promise is still a charge', () => {
    const unknown = entry('unknown', 5600);
    const broken = entry('cancelled', 2800, { endedAt: 0 });
    expect(said(unknown, [broken], 91_600, SETTLED)).toBe('lost 5600');
  });

  test('the last word waits for a promised refund that is on its way', () => {
    const unknown = entry('unknown', 5600);
    const expired = entry('expired', 5600, { endedAt: OVER });
    expect(said(unknown, [expired], 94_400, OVER)).toBe('undecided: ambiguous');
    expect(said(unknown, [expired], 94_400, OVER + timing.refundLagMs)).toBe('lost 5600');
  });

  test('thirty groups of one price are one sum; many unlike ones are given up, not guessed', () => {
    const unknown = entry('unknown', 5600);
    const alike = Array.from({ length: 30 }, () => entry('gone', 8400, { endedAt: 0 }));
    expect(said(unknown, alike, 100_000 - 12 * 8400, SETTLED)).toBe('absent');
    const small = Array.from({ length: 40 }, (_, n) => entry('gone', n + 1, { endedAt: 0 }));
    expect(said(unknown, small, 99_500, SETTLED)).toBe('absent');
    expect(said(unknown, small, 94_000, SETTLED)).toBe('lost 5600');
    const unlike = Array.from({ length: 30 }, (_, n) => entry('gone', 2 ** n, { endedAt: 0 }));
    expect(said(unknown, unlike, 100_000, SETTLED)).toBe('undecided: too-many');
    expect(said(unknown, unlike, 100_000, OVER)).toBe('disputed: too-many');
  });
});

describe('orders that ended', () => {
  test('are judged when a refund would have come', () => {
    const gone = entry('gone', 5600, { endedAt: MINUTE });
    expect(said(gone, [], 100_000, MINUTE + 14 * SECOND)).toBe('undecided: moving');
    expect(said(gone, [], 100_000, MINUTE + 15 * SECOND)).toBe('returned');
    // It may only be forgotten: such a vendor ends it, and pays it back, when its life is over.
    expect(said(gone, [], 94_400, MINUTE + 15 * SECOND)).toBe('undecided: moving');
    expect(said(gone, [], 94_400, OVER)).toBe('missing');
    const lost = entry('lost', 5600);
    expect(said(lost, [], 94_400, OVER - 1)).toBe('undecided: moving');
    expect(said(lost, [], 94_400, OVER)).toBe('missing');
    expect(said(lost, [], 100_000, OVER)).toBe('returned');
  });

  test('are judged by what the vendor says of their end, where it is later', () => {
    const gone = entry('gone', 5600, { endedAt: 0, expiresAt: 60 * MINUTE });
    const other = entry('gone', 2800, { endedAt: 0 });
    const both = entry('lost', 8400, { money: 'missing' });
    const group = entry('gone', 8400, { endedAt: 0 });
    expect(said(gone, [other, group, both], 83_200, OVER)).toBe('undecided: ambiguous');
    expect(said(gone, [other, group, both], 83_200, 60 * MINUTE + 15 * SECOND)).toBe('disputed: ambiguous');
  });

  test('a promise kept or broken shows', () => {
    for (const state of ['cancelled', 'expired'] as const) {
      const one = entry(state, 5600, { endedAt: 0 });
      expect(said(one, [], 100_000, MINUTE)).toBe('returned');
      expect(said(one, [], 94_400, MINUTE)).toBe('missing');
    }
  });

  test('of one price are interchangeable once none of them can be alive: the oldest came back', () => {
    const three = [1, 2, 3].map(() => entry('gone', 5600, { endedAt: 0 }));
    const at = (time: number, balance: number): readonly string[] => {
      const verdicts = solve(
        statement(checkpoint(100_000, [], 0), [...three].reverse()),
        reading(balance, time),
      );
      return three.map((one) => words(verdicts, one));
    };
    // Whichever of them was not paid back may be known to its vendor again, and bring its code.
    expect(at(MINUTE, 94_400)).toEqual(['undecided: moving', 'undecided: moving', 'undecided: moving']);
    expect(at(MINUTE, 100_000)).toEqual(['returned', 'returned', 'returned']);
    expect(at(OVER, 94_400)).toEqual(['returned', 'returned', 'missing']);
  });

  test('of one price are interchangeable at once where the vendor has said that they are over', () => {
    const older = entry('cancelled', 5600, { endedAt: 0 });
    const newer = entry('cancelled', 5600, { endedAt: 0 });
    expect(said(older, [newer], 94_400, MINUTE)).toBe('returned');
    expect(said(newer, [older], 94_400, MINUTE)).toBe('missing');
  });

  test('of one price are not shared out while one of them may still be refunded', () => {
    const moving = entry('gone', 5600, { endedAt: MINUTE });
    const final = entry('gone', 5600, { endedAt: 0 });
    expect(said(final, [moving], 94_400, MINUTE)).toBe('undecided: ambiguous');
    expect(said(final, [moving], 100_000, MINUTE)).toBe('returned');
    expect(said(final, [moving], 88_800, OVER)).toBe('missing');
  });

  test('that cannot be told apart stay a group: no promise makes a fact of one, for it may still be kept for the other', () => {
    const gone = entry('gone', 5600, { endedAt: 0 });
    const cancelled = entry('cancelled', 5600, { endedAt: 0 });
    expect(said(gone, [cancelled], 94_400, MINUTE)).toBe('undecided: ambiguous');
    expect(said(gone, [cancelled], 94_400, OVER)).toBe('disputed: ambiguous');
    expect(said(cancelled, [gone], 94_400, OVER)).toBe('disputed: ambiguous');
    const moving = entry('gone', 1, { endedAt: OVER });
    expect(said(cancelled, [gone, moving], 94_399, OVER)).toBe('undecided: ambiguous');
    const restless = entry('open', 1, { cancelAsked: true });
    expect(said(cancelled, [gone, restless], 94_399, OVER)).toBe('undecided: ambiguous');
    expect(said(cancelled, [gone, restless], 94_399, OVER + timing.lifetimeMs)).toBe('disputed: ambiguous');
  });

  test('of unlike charges are not interchangeable', () => {
    const quoted = { least: toman(5000), most: toman(6000) };
    const two = [entry('gone', quoted, { endedAt: 0 }), entry('gone', quoted, { endedAt: 0 })] as const;
    expect(said(two[0], [two[1]], 94_400, MINUTE)).toBe('undecided: ambiguous');
    expect(said(two[0], [two[1]], 94_400, OVER)).toBe('disputed: ambiguous');
    expect(said(two[0], [two[1]], 89_000, OVER)).toBe('missing');
    const cancelled = entry('cancelled', quoted, { endedAt: 0 });
    expect(said(two[0], [cancelled], 94_400, OVER)).toBe('disputed: ambiguous');
    // A promise says that there was a charge, and makes up no amount of it.
    const unknown = entry('unknown', quoted);
    expect(said(unknown, [cancelled], 94_400, 14 * SECOND)).toBe('undecided: ambiguous');
    expect(said(unknown, [cancelled], 94_400, SETTLED)).toBe('lost');
  });

  test('a charge that a refund in doubt would make dearer is no known charge', () => {
    const unknown = entry('unknown', { least: toman(5000), most: toman(20_000), quoted: toman(5600) });
    const cancelled = entry('cancelled', 4000, { endedAt: 0 });
    // 5,600 beside a refund that did not come, or 9,600 beside one that did.
    expect(said(unknown, [cancelled], 90_400, SETTLED)).toBe('lost');
    expect(said(unknown, [], 94_400, SETTLED)).toBe('lost 5600');
  });

  test('what was decided is a group no more', () => {
    const unknown = entry('unknown', 5600);
    const refunded = entry('gone', 5600, { endedAt: 0, money: 'returned' });
    const kept = entry('lost', 2800, { money: 'missing' });
    expect(said(unknown, [refunded, kept], 97_200, SETTLED)).toBe('absent');
    expect(said(refunded, [unknown, kept], 97_200, SETTLED)).toBe('nothing');
  });
});

describe('rule 6, seen to fail without it: what is lost or disputed can still pay back', () => {
  test('the refund of a lost order hides no new charge of its size', () => {
    const unknown = entry('unknown', 5600, { sentAt: 15 * MINUTE });
    const lost = entry('lost', 5600);
    expect(said(unknown, [lost], 94_400, 15 * MINUTE + SETTLED)).toBe('undecided: ambiguous');
    // Of another size it hides nothing, and nobody has to wait for its end.
    const other = entry('lost', 8400);
    expect(said(unknown, [other], 91_600, 15 * MINUTE + SETTLED)).toBe('absent');
    expect(said(unknown, [other], 100_000, 15 * MINUTE + SETTLED)).toBe('absent');
  });

  test('within the time of a disputed order nothing is called absent', () => {
    const unknown = entry('unknown', 5600, { sentAt: 15 * MINUTE });
    const disputed = entry('disputed', 8400);
    const at = (when: number) => said(unknown, [disputed], 91_600, when);
    expect(at(15 * MINUTE + SETTLED)).toBe('undecided: dispute');
    expect(at(OVER - 1)).toBe('undecided: dispute');
    expect(at(OVER)).toBe('absent');
    expect(said(unknown, [disputed], 86_000, 15 * MINUTE + SETTLED)).toBe('lost 5600');
  });
});
