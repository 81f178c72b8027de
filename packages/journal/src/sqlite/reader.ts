import { resolve } from 'node:path';
import { NumrouteError } from '@numroute/core';
import { countQuestions, noCounts } from './counts/questions.ts';
import { failure } from './file/errors.ts';
import { type JournalReads, type Queries, queriesOf, readsOver } from './queries.ts';
import type { View } from './view.ts';
import { openWhole } from './whole.ts';

/** A journal that is only read, also while another process owns it. */
export interface JournalReader extends JournalReads {
  /** Frees the file. */
  close(): Promise<void>;
}

/**
 * Opens a journal to read it, also while another process works with it. Writes nothing, creates nothing
 * and keeps nobody out.
 *
 * @throws {NumrouteError} INVALID_INPUT There is no such journal, or it is not whole.
 */
export function readJournal(options: { readonly file: string }): JournalReader {
  const file = resolve(options.file);
  let current = open(file);
  let isClosed = false;
  const reopen = (): void => {
    const { view } = current;
    current = open(file);
    view.close();
  };
  const read = <T>(ask: (queries: Queries) => T): T => {
    if (isClosed) throw new NumrouteError('CLOSED', 'the journal was closed', {});
    try {
      if (current.view.isOld()) reopen();
      try {
        return current.view.read(() => ask(current.queries));
      } catch (error) {
        // Of an index that its owner left half written the file says nothing.
        if (!current.view.isOld()) throw error;
        reopen();
        return current.view.read(() => ask(current.queries));
      }
    } catch (error) {
      throw failure(error, 'read', file);
    }
  };
  return {
    ...readsOver(read),
    close: async () => {
      if (!isClosed) current.view.close();
      isClosed = true;
    },
  };
}

function open(file: string): { readonly view: View; readonly queries: Queries } {
  const view = openWhole(file);
  try {
    const queries = view.read((database) => {
      const hasCounts = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'counted'").get();
      return queriesOf(database, hasCounts ? countQuestions(database) : noCounts());
    });
    return { view, queries };
  } catch (error) {
    view.close();
    throw error;
  }
}
