export { isQuiet, takeCheckpoint } from './checkpoint.ts';
export { audit, learnPrices, unpriced } from './explain.ts';
export { pageFromJournal } from './from-journal.ts';
export { mayBeCharged } from './price-range.ts';
export {
  type AcceptedReading,
  mayPass,
  type Probed,
  readLedger,
  steadiness,
} from './read.ts';
export type { LedgerPage, Reading } from './statement.ts';
export { doubtsUntil, shakenBy } from './tainted.ts';
export { solve, type Verdict } from './verdicts.ts';
