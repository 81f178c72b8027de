import { dirname } from 'node:path';
import { NumrouteError } from '@numroute/core';
import type { DatabaseFacts } from '@numroute/postgres';
import type { Config } from '../config/config.ts';
import type { JournalDatabase } from '../config/journal-place.ts';
import { addressOf, loadPostgres, openDatabase } from '../config/open-database.ts';
import { duration, plural } from '../printing/format.ts';
import type { Finding } from './finding.ts';
import { waitingFinding } from './waiting.ts';

/** Ends of orders and budgets are counted by clocks that agree. */
const OFF_MS = 10_000;

/** Whether the journal in a database can be worked with, who does, and what waits in it. Nothing is written. */
export async function databaseFindings(place: JournalDatabase, config: Config): Promise<readonly Finding[]> {
  try {
    const { examineDatabase } = await loadPostgres(dirname(config.file));
    const { schema } = place;
    const facts = await examineDatabase({ url: addressOf(place), ...(schema !== undefined && { schema }) });
    const findings = settingFindings(facts);
    const isUsable = facts.isDurable && facts.schema.found >= facts.schema.known;
    // To open it would make its tables, or change them.
    return [...(isUsable ? [await orderFinding(place, config)] : []), ...findings];
  } catch (error) {
    if (!NumrouteError.is(error)) throw error;
    const fix = 'see that the database runs, and that its address, role and password are right';
    return [{ status: 'fail', check: 'journal', message: error.message, fix }];
  }
}

async function orderFinding(place: JournalDatabase, config: Config): Promise<Finding> {
  const journal = await openDatabase(place, config.file);
  try {
    const owners = new Set((await journal.holders()).map(({ owner }) => owner));
    const who = owners.size === 0 ? 'nobody works with it' : `${[...owners].join(', ')} works with it`;
    return await waitingFinding(journal, `${place.url}; ${who}`, owners.size > 0);
  } finally {
    await journal.close();
  }
}

/** What of the settings of a database could cost a number, each with its fix. */
export function settingFindings(facts: DatabaseFacts): readonly Finding[] {
  return [commitOf(facts), ...replicasOf(facts), hearingOf(facts), clockOf(facts), schemaOf(facts)].map(
    (finding) => ({ ...finding, check: 'database' }),
  );
}

type Told = Omit<Finding, 'check'>;

function commitOf({ isDurable, synchronousCommit, fsync }: DatabaseFacts): Told {
  const message = `synchronous_commit is ${synchronousCommit}, fsync is ${fsync}`;
  if (isDurable) return { status: 'ok', message };
  const fix =
    fsync === 'on' ? 'ALTER ROLE numroute SET synchronous_commit = on' : 'set fsync = on in postgresql.conf';
  return { status: 'fail', message: `${message}: what was acknowledged could be lost`, fix };
}

function replicasOf({ replicas }: DatabaseFacts): readonly Told[] {
  const { waitedFor, asynchronous, unknown } = replicas;
  if (unknown > 0) {
    const message = `whether a commit waits for ${plural(unknown, 'replica')} the role may not know`;
    return [{ status: 'warn', message, fix: 'GRANT pg_monitor TO numroute, and ask again' }];
  }
  if (waitedFor > 0) return [{ status: 'ok', message: `a commit waits for ${plural(waitedFor, 'replica')}` }];
  if (asynchronous === 0) return [];
  const message = `no commit waits for a replica (${asynchronous} asynchronous): one that is promoted may lack the last purchases`;
  return [{ status: 'warn', message, fix: 'set synchronous_standby_names in postgresql.conf' }];
}

function hearingOf({ hears }: DatabaseFacts): Told {
  if (hears) return { status: 'ok', message: 'notifications come through' };
  const message =
    'no notification comes through, as behind pgbouncer in transaction mode: others are heard each second, a hand-over takes seconds';
  return {
    status: 'warn',
    message,
    fix: 'name the server itself in the config, or a pooler in session mode',
  };
}

function clockOf({ aheadMs }: DatabaseFacts): Told {
  const off = Math.abs(aheadMs);
  if (off <= OFF_MS) return { status: 'ok', message: "the server's clock agrees with this machine's" };
  const message = `the server's clock is ${duration(off)} ${aheadMs > 0 ? 'ahead of' : 'behind'} this machine's`;
  return { status: 'warn', message, fix: 'set both (timedatectl set-ntp true)' };
}

function schemaOf({ schema: { found, known } }: DatabaseFacts): Told {
  if (found === 0)
    return { status: 'ok', message: 'there are no tables yet; the first that opens it makes them' };
  if (found > known) {
    const message = `its tables are of version ${found}, and this numroute writes ${known}: it can read, and buys nothing`;
    return { status: 'fail', message, fix: 'install the newer numroute here, too' };
  }
  if (found < known)
    return {
      status: 'ok',
      message: `its tables are of version ${found}; the next that opens it makes them ${known}`,
    };
  return { status: 'ok', message: `its tables are of version ${found}` };
}
