import type { Case } from '../stage/case.ts';
import { closingCases } from './closing.ts';
import { findingCases } from './finding.ts';
import { historyCases } from './history.ts';
import { laterCases } from './later.ts';
import { leafCases } from './leaves.ts';
import { manifestCases } from './manifest.ts';
import { mannerCases } from './manners.ts';
import { messageCases } from './messages.ts';
import { offerCases } from './offers.ts';
import { orderCases } from './orders.ts';
import { outcomeCases } from './outcome.ts';
import { priceCases } from './prices.ts';
import { proofCases } from './proofs.ts';
import { purchaseCases } from './purchase.ts';
import { readCases, turnCases } from './reads.ts';
import { recoveryCases } from './recovery.ts';
import { rejectingCases } from './rejecting.ts';
import { settingsCases } from './settings.ts';
import { smokeCase } from './smoke.ts';

/** Every case of the kit, in the order of a report. */
export const cases: readonly Case[] = [
  smokeCase,
  ...manifestCases,
  ...offerCases,
  ...purchaseCases,
  ...priceCases,
  ...outcomeCases,
  ...proofCases,
  ...orderCases,
  ...messageCases,
  ...closingCases,
  ...rejectingCases,
  ...recoveryCases,
  ...findingCases,
  ...historyCases,
  ...readCases,
  ...laterCases,
  ...leafCases,
  ...turnCases,
  ...mannerCases,
  ...settingsCases,
];
