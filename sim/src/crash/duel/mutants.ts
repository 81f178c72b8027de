import type { Mutant } from '../../mutants/mutant.ts';

interface DuelMutant extends Pick<Mutant, 'name' | 'changes'> {
  /** The harm that shows it soonest. */
  readonly harm: string;
}

/** What guards two processes on one journal, with a rule taken out. */
export const mutants: readonly DuelMutant[] = [
  {
    name: 'no look at the wire',
    harm: 'paused at an intent',
    changes: [
      {
        file: 'packages/router/src/lane/leased.ts',
        find: 'if (!ACTS.includes(operation)) return await next(call);\n    lease.check();\n    return await next(lookedAt(call, lease));',
        replace: 'return await next(call);',
      },
    ],
  },
];
