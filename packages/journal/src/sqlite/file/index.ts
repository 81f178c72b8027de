/** What another SQLite file of numroute's needs of this one. */
export { loadSqlite, pragma } from './engine.ts';
export { isBusy } from './errors.ts';
export { inTransaction } from './transaction.ts';
