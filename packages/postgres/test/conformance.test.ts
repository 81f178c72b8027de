import { journalCases } from '@numroute/journal/kit';
import { beforeAll, describe, test } from 'vitest';
import { hasPostgres, sharedPostgres } from '../../../test/support/postgres.ts';
import { leasedJournal } from './fresh.ts';

describe.skipIf(!hasPostgres)('postgresJournal', () => {
  beforeAll(sharedPostgres, 120_000);

  test.each(journalCases)('$name', async ({ run }) => {
    const journal = await leasedJournal();
    try {
      await run(journal);
    } finally {
      await journal.close();
    }
  });
});
