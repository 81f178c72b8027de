import type { Change, Mutant } from './mutant.ts';
import { journal, router } from './places.ts';

const withoutBalance: Change = {
  file: router('reconciliation/lost-purchase.ts'),
  find: "return balanceProves(provider) ? undefined : { kind: 'absent', evidence: silence };",
  replace: "return { kind: 'absent', evidence: silence };",
};

/** A purchase whose reply was lost, and money that was to come back. */
export const doubt: readonly Mutant[] = [
  {
    name: 'the list is believed before the vendor had time',
    seed: 4,
    changes: [
      {
        file: router('reconciliation/lost-purchase.ts'),
        find: 'const settled = age >= settledAfter(entry) + LIST_LAG_MS;',
        replace: 'const settled = true;',
      },
      withoutBalance,
    ],
  },
  {
    name: 'the silence of a list is believed without the balance',
    seed: 2,
    changes: [withoutBalance],
    lean: {
      kinds: ['herosms', 'tiger', 'classic'],
      vendors: 1,
      callers: 30,
      faults: ['reset after', 'list-behind'],
      rate: 0.95,
    },
  },
  {
    name: 'that a name is not known is believed without the balance',
    seed: 3,
    changes: [withoutBalance],
    lean: {
      kinds: ['arzancell', 'smsbower'],
      vendors: 1,
      callers: 30,
      withinMs: 840_000,
      faults: ['reset after'],
      rate: 0.3,
      habits: ['takes-names'],
      blows: [],
      crashes: 0,
    },
  },
  {
    name: 'a row of the history is believed that another attempt has',
    seed: 18,
    changes: [
      {
        file: router('reconciliation/ended-order.ts'),
        find: 'fits(row, entry) && !(await isHeld(account, row))',
        replace: 'fits(row, entry)',
      },
    ],
    lean: {
      kinds: ['arzancell', 'smsbower'],
      vendors: 1,
      callers: 30,
      withinMs: 840_000,
      faults: ['reset before'],
      rate: 0.3,
      habits: ['keeps-history', 'charges-at-delivery'],
      blows: [],
      crashes: 0,
    },
  },
  {
    name: 'the balance is believed before the vendor had time',
    seed: 10,
    changes: [
      {
        file: router('reconciliation/balance/verdicts.ts'),
        find: 'if (!mayBelieveAbsence(entry, reading.askedAt, statement.timing)) {',
        replace: 'if (false) {',
      },
    ],
    lean: { kinds: ['arzancell', 'smsbower'] },
  },
  {
    name: 'what was quoted is what was charged',
    seed: 1302,
    changes: [
      {
        file: router('reconciliation/account-statement.ts'),
        find: 'chargedFor: (entry) => mayBeCharged(entry, manifest),',
        replace: '',
      },
    ],
    lean: { kinds: ['arzancell'], vendors: 1, blows: ['price-drift'], callers: 40, withinMs: 30_000 },
  },
  {
    name: 'a price above the cap that only the balance tells is kept',
    seed: 156,
    changes: [
      {
        file: router('buying/price-cap.ts'),
        find: "if (kind === 'reported' || kind === 'charge-seen') this.left(account, after);",
        replace: '',
      },
      {
        file: router('buying/price-cap.ts'),
        find: "if (entry.state !== 'open' || entry.cancel?.insist || !isDearer(entry, this.#rates)) return;",
        replace: 'return;',
      },
    ],
    lean: {
      kinds: ['arzancell'],
      vendors: 1,
      blows: ['price-drift'],
      callers: 60,
      withinMs: 45_000,
      rate: 0,
      crashes: 0,
    },
  },
  {
    name: 'any order of the list may be the lost one',
    seed: 3,
    changes: [
      {
        file: router('reconciliation/open-orders.ts'),
        find: 'if (orders.length > attempts.length ||',
        replace: 'if (',
      },
      {
        file: router('reconciliation/open-orders.ts'),
        find: 'if (service !== undefined && service !== offer.service) return false;',
        replace: '',
      },
      {
        file: router('reconciliation/open-orders.ts'),
        find: 'return country === undefined || country === offer.country || isInTime(report, entry);',
        replace: 'return true;',
      },
      {
        file: router('reconciliation/open-orders.ts'),
        find: 'if (country !== undefined && country !== offer.country) return false;',
        replace: '',
      },
    ],
    lean: {
      kinds: ['herosms', 'tiger', 'classic'],
      vendors: 1,
      callers: 30,
      withinMs: 20_000,
      faults: ['reset later', 'reset after', 'doubled'],
      rate: 0.2,
    },
  },
  {
    name: 'a row of the list is adopted unasked',
    seed: 475,
    changes: [
      {
        file: router('reconciliation/open-orders.ts'),
        find: 'if (await isAlive(account, own, signal)) return',
        replace: 'return',
      },
    ],
    lean: {
      kinds: ['classic'],
      vendors: 1,
      callers: 30,
      withinMs: 840_000,
      faults: ['reset later', 'reset after'],
      rate: 0.3,
      habits: ['list-cached'],
      blows: [],
      crashes: 0,
    },
  },
  {
    name: 'the wall clock is believed',
    seed: 30,
    changes: [
      {
        file: router('time/order-age.ts'),
        find: 'let first = known.get(what) ?? older.get(what);',
        replace: "let first = what.startsWith('watched') ? known.get(what) : undefined;",
      },
      {
        file: router('time/order-age.ts'),
        find: 'const here = up && journal.uptime?.();',
        replace: 'const here = undefined as Uptime | undefined;',
      },
    ],
    lean: {
      kinds: ['arzancell', 'smsbower'],
      callers: 20,
      withinMs: 240_000,
      faults: ['reset later', 'empty later'],
      rate: 0.3,
      blows: ['clock-jump'],
      crashes: 0,
    },
  },
  {
    name: 'a vanished order counts as refunded',
    changes: [
      { file: journal('attempt/refund.ts'), find: "unknown: 'doubtful'", replace: "unknown: 'returned'" },
    ],
    lean: { faults: ['id-vanished'], rate: 0.02, blows: [] },
  },
];
