export { takeAnchor } from './anchor.ts';
export { audit } from './audit.ts';
export type { Anchor, LedgerEntry, LedgerPage, LedgerTiming } from './page.ts';
export { type AcceptedReading, type LedgerSources, readLedger } from './read-ledger.ts';
export { solve, type Verdict } from './solve.ts';
