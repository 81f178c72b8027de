export { type DatabaseFacts, examineDatabase } from './examine.ts';
export { fingerprintOf } from './leases/fingerprint.ts';
export { type PostgresJournal, type PostgresJournalOptions, postgresJournal } from './postgres-journal.ts';
export type { PostgresClient, PostgresPool } from './store/database.ts';
