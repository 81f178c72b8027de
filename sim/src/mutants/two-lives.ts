import type { Lean } from '../lean.ts';
import type { Mutant } from './mutant.ts';
import { journal, router } from './places.ts';

/** One vendor with a narrow lane, and owners that are frozen between an intent and its turn. */
const frozen: Lean = {
  twoLives: true,
  harms: ['frozen at an intent', 'frozen'],
  rate: 0,
  blows: [],
  callers: 12,
  withinMs: 60_000,
};

/** Two machines on one journal: who has lost the lease sends nothing and writes no act. */
export const twoLives: readonly Mutant[] = [
  {
    name: 'nobody looks at the lease between the lane and the wire',
    changes: [
      {
        file: router('lane/leased.ts'),
        find: '        lease.check();\n        return await send();',
        replace: '        return await send();',
      },
      {
        file: router('lane/leased.ts'),
        find: '    lease.check();\n    return await next(lookedAt',
        replace: '    return await next(lookedAt',
      },
    ],
    lean: frozen,
  },
  {
    name: 'the fence is not in the statement',
    changes: [
      {
        file: 'sim/src/two-lives/store.ts',
        find: 'if (isAct) this.mustHold(provider, fence);',
        replace: '',
      },
    ],
    lean: frozen,
  },
  {
    name: 'a renewal counts from its answer',
    changes: [
      {
        file: journal('lease/lease-over.ts'),
        find: 'if (asked && now.monotonic > asked.monotonic) asked = now;',
        replace: 'if (asked) asked = momentOf(clock);',
      },
    ],
    lean: frozen,
  },
];
