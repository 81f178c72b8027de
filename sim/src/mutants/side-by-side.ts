import type { Lean } from '../lean.ts';
import type { Mutant } from './mutant.ts';
import { journal, router } from './places.ts';

const rush: Lean = {
  kinds: ['herosms', 'tiger', 'classic'],
  vendors: 1,
  habits: ['rush'],
  faults: ['reset after', 'reset before', 'slow'],
  rate: 0.4,
  blows: [],
  crashes: 0,
};

/** Several purchases at once, where what each of them bought can be named. */
export const sideBySide: readonly Mutant[] = [
  {
    name: 'two at once at an account that the balance alone tells of',
    seed: 1,
    changes: [
      {
        file: router('account/account.ts'),
        find: "const isListed = can(provider, 'listOpenOrders') && !isShared;",
        replace: 'const isListed = true;',
      },
    ],
    lean: { kinds: ['smsbower'], vendors: 1, callers: 20, withinMs: 1_000, rate: 0 },
  },
  {
    name: 'the search begins while another purchase is still being sent',
    seed: 34,
    changes: [
      {
        file: router('reconciliation/lost-purchase.ts'),
        find: 'await account.sending.allAnswered(signal);',
        replace: '',
      },
    ],
    lean: rush,
  },
  {
    name: 'a purchase is begun beside one in doubt',
    seed: 5,
    changes: [
      {
        file: router('buying/purchase.ts'),
        find: "if (account.availability !== 'ready') return undefined;",
        replace: '',
      },
      { file: router('buying/purchase.ts'), find: 'if (!isReady()) return;\n      try', replace: 'try' },
      {
        file: journal('rules.ts'),
        find: "(next.state === 'unknown' || other.state === 'sending')",
        replace: 'true',
      },
    ],
    lean: { ...rush, callers: 20 },
  },
];
