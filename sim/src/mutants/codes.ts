import type { Lean } from '../lean.ts';
import { oneAlive } from './buying.ts';
import type { Mutant } from './mutant.ts';
import { router } from './places.ts';

const codes: Lean = { codes: 1, callers: 6, withinMs: 60_000, budget: false };
const crashes: Lean = { ...codes, crashes: 3, withinPoints: 300, downMs: 500 };

/** Numbers that are tried until one brings a code. */
export const gettingCodes: readonly Mutant[] = [
  {
    name: 'a number that is given up counts as over',
    changes: [
      {
        file: router('code/number-tried.ts'),
        find: 'return LIVE.includes(this.#entry.state) || (',
        replace: 'return (LIVE.includes(this.#entry.state) && this.#why === undefined) || (',
      },
      oneAlive,
    ],
    lean: codes,
  },
  {
    name: 'a number that its vendor denies counts as over',
    seed: 4,
    changes: [
      {
        file: router('code/number-tried.ts'),
        find: "return entry.money !== 'returned' && !isPastLife(",
        replace: "return entry.state !== 'gone' && !isPastLife(",
      },
    ],
    lean: { ...codes, habits: ['denies'] },
  },
  {
    name: 'a charge that cannot be named counts as over',
    changes: [
      {
        file: router('code/number-tried.ts'),
        find: "return entry.money !== 'returned' && !isPastLife(",
        replace: "return entry.state !== 'lost' && !isPastLife(",
      },
    ],
    lean: { ...codes, kinds: ['arzancell', 'smsbower'], faults: ['reset after'], rate: 0.3 },
  },
  {
    name: 'what is in doubt, lost or missing counts as nothing in `maxSpend`',
    seed: 63,
    changes: [
      {
        file: router('code/spending.ts'),
        find: 'const cost = spentOf(entry);',
        replace: "const cost = ['held', 'spent', 'due'].includes(entry.money) ? spentOf(entry) : undefined;",
      },
    ],
    lean: { ...codes, blows: ['refund-never'] },
  },
  {
    name: 'the code of a number that is given up is dropped',
    changes: [
      {
        file: router('code/numbers-tried.ts'),
        find: 'number.hasCode && number.isHandedOut',
        replace: 'number.hasCode && number.isHandedOut && !number.isGivenUp',
      },
    ],
    lean: { ...codes, blows: ['code-late'] },
  },
  {
    name: 'the code that the last look brings is withheld',
    seed: 11,
    changes: [
      {
        file: router('code/code-search.ts'),
        find: 'if (!got || (this.#signal.aborted &&',
        replace: 'if (got || !got || (this.#signal.aborted &&',
      },
    ],
    lean: codes,
  },
  {
    name: 'a number is handed out twice',
    changes: [
      {
        file: router('code/number-tried.ts'),
        find: ': await use({',
        replace: ': await (async (given) => (await use(given), await use(given)))({',
      },
    ],
    lean: codes,
  },
  {
    name: 'a number is bought after the deadline',
    seed: 4,
    changes: [
      {
        file: router('code/code-search.ts'),
        find: 'deadline(want.terms.deadlineMs, clock',
        replace: 'deadline(want.terms.deadlineMs + 600_000, clock',
      },
      {
        file: router('code/code-search.ts'),
        find: 'return this.#begunAt + this.#want.terms.deadlineMs - this.#now;',
        replace: 'return this.#begunAt + this.#want.terms.deadlineMs + 600_000 - this.#now;',
      },
    ],
    lean: codes,
  },
  {
    name: 'what a crash has left of a want of a code is not taken up',
    seed: 4,
    changes: [
      {
        file: router('code/code-search.ts'),
        find: 'await this.#takeUp();\n    for (;;) {',
        replace: 'for (;;) {',
      },
      oneAlive,
    ],
    lean: crashes,
  },
  {
    name: 'what a crash has left is handed out unseen',
    seed: 10,
    changes: [
      {
        file: router('code/want-records.ts'),
        find: 'if (!isFresh || !settled.order) return settled;',
        replace: 'if (isFresh || !settled.order) return settled;',
      },
    ],
    lean: { ...crashes, habits: ['other-country', 'no-phone'] },
  },
  {
    name: 'the call ends, and nobody insists on the cancel',
    changes: [
      {
        file: router('code/code-search.ts'),
        find: "await giveUp.order(number.account, number.entry, 'its code is not waited for any more');",
        replace: '',
      },
    ],
    lean: codes,
  },
];
