import type { Case } from '../stage/case.ts';
import { closingCases } from './closing.ts';
import { manifestCases } from './manifest.ts';
import { mannerCases } from './manners.ts';
import { offerCases } from './offers.ts';
import { orderCases } from './orders.ts';
import { outcomeCases } from './outcome.ts';
import { purchaseCases } from './purchase.ts';
import { readCases, turnCases } from './reads.ts';
import { recoveryCases } from './recovery.ts';
import { smokeCase } from './smoke.ts';

/** Every case of the kit, in the order of a report. */
export const cases: readonly Case[] = [
  smokeCase,
  ...manifestCases,
  ...offerCases,
  ...purchaseCases,
  ...outcomeCases,
  ...orderCases,
  ...closingCases,
  ...recoveryCases,
  ...readCases,
  ...turnCases,
  ...mannerCases,
];
