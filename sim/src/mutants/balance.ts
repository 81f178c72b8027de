import type { Mutant } from './mutant.ts';
import { router } from './places.ts';

/** What one balance tells, and what an earlier one told. */
export const balance: readonly Mutant[] = [
  {
    name: 'what is left of a balance is a price',
    seed: 271,
    changes: [
      {
        file: router('reconciliation/balance/verdicts.ts'),
        find: 'return isQuoted || moveAlone(new Set([entry.id]), statement, reading);',
        replace: 'return true;',
      },
    ],
    lean: {
      kinds: ['smsbower'],
      vendors: 1,
      callers: 20,
      withinMs: 60_000,
      faults: ['reset after', 'doubled'],
      rate: 0.2,
      blows: [],
      crashes: 0,
    },
  },
  {
    name: 'a balance that nothing explained is forgotten',
    seed: 396,
    changes: [
      {
        file: router('reconciliation/account-statement.ts'),
        find: 'if (known?.checkpoint && named) await replace(account, known.checkpoint, named);',
        replace: '',
      },
    ],
    lean: {
      kinds: ['arzancell'],
      vendors: 1,
      callers: 8,
      withinMs: 20_000,
      faults: ['reset later', 'page later'],
      rate: 0.12,
      blows: ['price-drift'],
      crashes: 0,
      budget: false,
    },
  },
  {
    name: 'a refund may not be late',
    seed: 66,
    changes: [
      { file: router('time/vendor-times.ts'), find: 'REFUND_LAG_MS = 60_000', replace: 'REFUND_LAG_MS = 0' },
    ],
    lean: { kinds: ['arzancell', 'smsbower'], blows: ['refund-late'], callers: 12, withinMs: 60_000 },
  },
  {
    name: 'a refund that comes late is not reckoned with',
    seed: 406,
    changes: [
      {
        file: router('reconciliation/balance/deadlines.ts'),
        find: "if (entry.money === 'returned' || !PAYS_LATE.includes(entry.state)) return false;",
        replace: 'if (entry.id) return false;',
      },
    ],
    lean: {
      kinds: ['arzancell', 'smsbower'],
      vendors: 1,
      callers: 30,
      withinMs: 840_000,
      faults: ['reset later', 'reset after'],
      rate: 0.15,
      blows: ['refund-overdue'],
    },
  },
  {
    name: 'a checkpoint forgets how far it went',
    seed: 963,
    changes: [
      {
        file: router('reconciliation/account-statement.ts'),
        find: 'const through = Math.max(taken.through, statement.checkpoint?.through ?? 0);',
        replace: 'const { through } = taken;',
      },
    ],
    lean: {
      kinds: ['arzancell', 'smsbower'],
      vendors: 1,
      callers: 20,
      withinMs: 840_000,
      faults: ['reset later', 'reset after'],
      rate: 0.15,
      blows: [],
    },
  },
];
