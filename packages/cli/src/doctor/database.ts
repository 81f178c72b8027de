import { NumrouteError } from '@numroute/core';
import type { Config } from '../config/config.ts';
import type { JournalDatabase } from '../config/journal-place.ts';
import { openDatabase } from '../config/open-database.ts';
import type { Finding } from './finding.ts';
import { waitingFinding } from './waiting.ts';

/** Whether the journal in a database can be worked with, who does, and what waits in it. */
export async function databaseFindings(place: JournalDatabase, config: Config): Promise<readonly Finding[]> {
  try {
    const journal = await openDatabase(place, config.file);
    try {
      const owners = new Set((await journal.holders()).map(({ owner }) => owner));
      const who = owners.size === 0 ? 'nobody works with it' : `${[...owners].join(', ')} works with it`;
      return [await waitingFinding(journal, `${place.url}; ${who}`, owners.size > 0)];
    } finally {
      await journal.close();
    }
  } catch (error) {
    if (!NumrouteError.is(error)) throw error;
    const fix = 'see that the database runs, and that its address, role and password are right';
    return [{ status: 'fail', check: 'journal', message: error.message, fix }];
  }
}
