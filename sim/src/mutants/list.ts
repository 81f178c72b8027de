import { balance } from './balance.ts';
import { buying } from './buying.ts';
import { gettingCodes } from './codes.ts';
import { doubt } from './doubt.ts';
import { ending } from './ending.ts';
import { habits } from './habits.ts';
import { memory } from './memory.ts';
import type { Mutant } from './mutant.ts';
import { sideBySide } from './side-by-side.ts';
import { twoLives } from './two-lives.ts';

/** Every rule that money rests on, taken out one by one, with the journal's own guard of it. */
export const mutants: readonly Mutant[] = [
  ...buying,
  ...doubt,
  ...balance,
  ...ending,
  ...memory,
  ...habits,
  ...sideBySide,
  ...gettingCodes,
  ...twoLives,
];
