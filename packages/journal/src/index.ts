export { type Rescued, rescueEvents } from './rescue.ts';
export { type SqliteJournal, type SqliteJournalOptions, sqliteJournal } from './sqlite-journal.ts';
