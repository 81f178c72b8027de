import { isLease, type Journal } from '@numroute/journal';
import { type PostgresJournal, type PostgresJournalOptions, postgresJournal } from '@numroute/postgres';
import { sharedPostgres } from '../../../test/support/postgres.ts';

let schemas = 0;

/** The name of a schema that nobody has used. */
export const freshSchema = (): string => {
  schemas += 1;
  return `t${process.pid}_${schemas}`;
};

/** A journal of its own on the server of the tests. */
export async function freshJournal(
  more: Partial<PostgresJournalOptions> = {},
): Promise<PostgresJournal & { readonly schema: string }> {
  const { url } = await sharedPostgres();
  const { schema = freshSchema() } = more;
  return Object.assign(await postgresJournal({ url, schema, ...more }), { schema });
}

/** Every account that the cases of the kit name. */
export const ACCOUNTS = ['one', 'two', 'elsewhere', 'a', 'b', 'c', 'none'];

export const named = (accounts: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(accounts.map((one) => [one, `account ${one}`]));

/** The journal under a lease of all accounts; `close` ends the connections. */
export async function leasedJournal(
  more: Partial<PostgresJournalOptions> = {},
): Promise<Journal & { close(): Promise<void> }> {
  const journal = await freshJournal(more);
  const lease = await journal.take({ accounts: named(ACCOUNTS), ttlMs: 600_000 });
  if (!isLease(lease)) throw new Error(`held by ${lease.owner}`);
  return { ...lease.journal, close: () => journal.close() };
}
