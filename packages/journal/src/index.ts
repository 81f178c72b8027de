export { backupJournal } from './backup.ts';
export { type JournalReader, readJournal } from './reader.ts';
export { type Rescued, rescueEvents } from './rescue.ts';
export { type SqliteJournal, type SqliteJournalOptions, sqliteJournal } from './sqlite-journal.ts';
