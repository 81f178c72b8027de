import { NumrouteError } from '@numroute/core';
import { type Holder, ownerOf } from '@numroute/journal';
import type { PostgresJournal } from '@numroute/postgres';
import type { Config } from '../config/config.ts';
import type { JournalDatabase } from '../config/journal-place.ts';
import { openDatabase } from '../config/open-database.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, painter, printJson, tame } from '../io.ts';
import { columnLines } from '../printing/columns.ts';
import { minuteOf } from '../printing/format.ts';
import { printLines } from '../printing/lines.ts';

const NOBODY = 'Nobody acts at the accounts.';

/** Which process acts at which account. Asks nobody but the journal. */
export async function owner(io: Io, config: Config, json: boolean): Promise<number> {
  const { journal: place } = config;
  if (typeof place === 'string') {
    const pid = ownerOf(place);
    if (json) printJson(io, { owners: pid === undefined ? [] : [{ owner: String(pid) }] });
    else
      printLines(io, [pid === undefined ? NOBODY : `Process ${pid} of this machine acts at all accounts.`]);
    return EXIT.ok;
  }
  const holders = await withJournal(place, config, (journal) => journal.holders());
  if (json) printJson(io, { owners: holders.map(holderJson) });
  else printLines(io, holders.length === 0 ? [NOBODY] : tableOf(holders, io));
  return EXIT.ok;
}

/**
 * Asks the owner to hand over. It ends what is under way first.
 *
 * @throws {NumrouteError} INVALID_INPUT The journal is a file, which nobody waits for.
 */
export async function yieldOwner(io: Io, config: Config, json: boolean): Promise<number> {
  const { journal: place } = config;
  if (typeof place === 'string')
    throw NumrouteError.input('journal', 'a database: nobody stands by for a file; stop its owner');
  const isAsked = await withJournal(place, config, (journal) => journal.askToYield());
  const told = isAsked
    ? 'The owner was asked to hand over. Who stands by takes over when what is under way has ended, and `numroute owner` shows it. Where nobody does, it takes the accounts again.'
    : NOBODY;
  if (json) printJson(io, { asked: isAsked });
  else printLines(io, [told]);
  return EXIT.ok;
}

async function withJournal<T>(
  place: JournalDatabase,
  { file }: Config,
  work: (journal: PostgresJournal) => Promise<T>,
): Promise<T> {
  const journal = await openDatabase(place, file);
  try {
    return await work(journal);
  } finally {
    await journal.close();
  }
}

const holderJson = ({ since, until, ...holder }: Holder): object => ({
  ...holder,
  since: new Date(since).toISOString(),
  until: new Date(until).toISOString(),
});

function tableOf(holders: readonly Holder[], io: Io): readonly string[] {
  const column = (title: string, cellOf: (holder: Holder) => string) => ({
    title,
    cells: holders.map((holder) => tame(cellOf(holder), 80)),
  });
  const [titles = '', ...rows] = columnLines([
    column('PROVIDER', ({ provider }) => provider),
    column('OWNER', ({ owner: name }) => name),
    column('SINCE (UTC)', ({ since }) => minuteOf(since)),
    { ...column('FENCE', ({ fence }) => String(fence)), isNumber: true },
    column('ADDRESS', ({ url = '' }) => url),
  ]);
  return [painter(io)('dim', titles), ...rows];
}
