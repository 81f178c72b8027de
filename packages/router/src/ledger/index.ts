export { takeAnchor } from './anchor.ts';
export { audit } from './audit.ts';
export { pageFromJournal } from './from-journal.ts';
export type { Anchor, LedgerPage } from './page.ts';
export { type AcceptedReading, readLedger } from './read-ledger.ts';
export { solve, type Verdict } from './solve.ts';
