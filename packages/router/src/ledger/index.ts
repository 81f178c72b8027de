export { isQuiet, takeCheckpoint } from './anchor.ts';
export { audit, learnPrices, unpriced } from './audit.ts';
export { pageFromJournal } from './from-journal.ts';
export { mayBeCharged } from './may-be-charged.ts';
export type { LedgerPage, Reading } from './page.ts';
export {
  type AcceptedReading,
  mayPass,
  type Probed,
  readLedger,
  steadiness,
} from './read-ledger.ts';
export { doubtsUntil, shakenBy } from './shaken.ts';
export { solve, type Verdict } from './solve.ts';
