import { leaseCases, type SharedStore } from '@numroute/journal/kit';
import { type PostgresJournal, postgresJournal } from '@numroute/postgres';
import { beforeAll, describe, test } from 'vitest';
import {
  hasPostgres,
  type PostgresServer,
  sharedPostgres,
  startPostgres,
} from '../../../test/support/postgres.ts';
import { connect } from '../src/store/connection.ts';
import { Database } from '../src/store/database.ts';
import { freshSchema } from './fresh.ts';

/** Processes that share a schema of a server, and what may happen to it. */
async function sharedStore(server: PostgresServer): Promise<SharedStore & AsyncDisposable> {
  const { url, stop, start } = server;
  const schema = freshSchema();
  const journals: PostgresJournal[] = [];
  const hand = new Database(connect(url));
  return {
    open: async () => {
      const journal = await postgresJournal({ url, schema, owner: `process ${journals.length + 1}` });
      journals.push(journal);
      return journal;
    },
    runOut: async () => {
      await hand.write(
        `UPDATE ${schema}.lease SET until = clock_timestamp() WHERE until > clock_timestamp()`,
      );
    },
    cut: async () => {
      await hand.write(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'numroute' AND pid <> pg_backend_pid()",
      );
    },
    ...(stop && start && { stop: () => stop('immediate'), start }),
    [Symbol.asyncDispose]: async () => {
      for (const one of [...journals, hand]) await one.close();
    },
  };
}

describe.skipIf(!hasPostgres)('processes that share a PostgreSQL journal', () => {
  beforeAll(sharedPostgres, 120_000);

  test.each(leaseCases.filter(({ needs }) => needs === undefined))(
    '$name',
    { timeout: 120_000 },
    async ({ run }) => {
      await using store = await sharedStore(await sharedPostgres());
      await run(store);
    },
  );

  test.each(leaseCases.filter(({ needs }) => needs !== undefined))(
    '$name',
    { timeout: 120_000 },
    async ({ run }) => {
      const server = await startPostgres();
      try {
        await using store = await sharedStore(server);
        await run(store);
      } finally {
        await server.remove();
      }
    },
  );
});
