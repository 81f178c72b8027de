export * from './attempt/index.ts';
export type { Checkpoint } from './checkpoint.ts';
export type { EntryFilter, Journal, JournalEntry, WantRecord } from './contract.ts';
export { memoryJournal } from './memory-journal.ts';
export { backupJournal } from './sqlite/backup.ts';
export { type JournalReader, readJournal } from './sqlite/reader.ts';
export { type Rescued, rescueEvents } from './sqlite/rescue.ts';
export { type SqliteJournal, type SqliteJournalOptions, sqliteJournal } from './sqlite/sqlite-journal.ts';
