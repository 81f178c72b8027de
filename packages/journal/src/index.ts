export * from './attempt/index.ts';
export type { Checkpoint, Unexplained } from './checkpoint.ts';
export type { EntryFilter, Journal, JournalDisk, JournalEntry, WantRecord } from './contract.ts';
export { costOf, spentOf, takenFor } from './counting/cost.ts';
export type { Outcomes, OutcomesFilter, SpentFilter } from './counting/filters.ts';
export { convertSpend, joinSpend, type SpendRow } from './counting/spend-row.ts';
export {
  type Holder,
  isLease,
  type Lease,
  type LeaseTerms,
  type LeasingJournal,
  needsLease,
} from './lease/lease.ts';
export { type StandBy, type StandByOptions, type Standing, standBy } from './lease/stand-by.ts';
export { memoryJournal } from './memory-journal.ts';
export { pagesOf } from './pages.ts';
export { SPEND_BY, type SpendBy, type SpendOptions, spendOf } from './spend.ts';
export { backupJournal } from './sqlite/backup.ts';
export { type LastBackup, lastBackup } from './sqlite/last-backup.ts';
export { ownerOf } from './sqlite/ownership/owner.ts';
export { type JournalReader, readJournal } from './sqlite/reader.ts';
export { type Rescued, rescueEvents } from './sqlite/rescue.ts';
export { type SqliteJournal, type SqliteJournalOptions, sqliteJournal } from './sqlite/sqlite-journal.ts';
