import type { DatabaseSync } from 'node:sqlite';
import { NumrouteError } from '@numroute/core';
import { pragma } from './file/engine.ts';
import { isBusy, openFailure, unusable } from './file/errors.ts';
import { hasLog, identityOf, logOf, sizeOf } from './file/file.ts';
import { acknowledgedIn, ownerFile } from './ownership/owner.ts';
import { isInUse, schemaOf } from './ownership/use-mark.ts';
import { APPLICATION_ID, MARKED, OLDEST_READABLE, SCHEMA } from './schema/schema.ts';
import { writesIn } from './soundness/writes.ts';
import { openAlone, openView, type View } from './view.ts';

const BACKUP =
  '`numroute orders backup` and journal.backup() make copies that hold everything, also while the journal is in use';

/**
 * Refuses a copy that lacks what was only in the log, a log whose end is torn, and a log that belongs to
 * another file. SQLite takes each for whole, without a word. Changes nothing.
 *
 * @returns Whether the file itself says that it is in use.
 * @throws {NumrouteError} INVALID_INPUT
 */
export function checkWhole(file: string): boolean {
  // An owner that comes or goes between two looks explains what the first one saw.
  const trouble = lookFor(file) && lookFor(file);
  if (trouble) throw unusable(file, trouble);
  return readAlone(file)?.isInUse ?? false;
}

function lookFor(file: string): string | undefined {
  // Before the file: an owner that works acknowledges more meanwhile.
  const acknowledged = acknowledgedIn(file);
  const log = hasLog(file);
  const alone = readAlone(file);
  const writes = log ? writesWithLog(file) : alone?.writes;
  if (acknowledged !== undefined && writes !== undefined && writes < acknowledged) {
    return missingWrites(file, acknowledged, writes);
  }
  if (!log && (alone?.isInUse || alone?.isBlank) && acknowledged === undefined) {
    return `a whole journal, but this is a copy that was made while the journal was in use, and ${logOf(file)}, which held what was written last, is missing; copy the log along with the file, or restore a backup. ${BACKUP}. What this file holds is read by \`numroute orders export --rescue\``;
  }
  if (log && alone?.isClosed && writes !== alone.writes) {
    return `a file with its own log, but ${logOf(file)} belongs to another file; move the log and ${ownerFile(file)} away, and start again`;
  }
  return undefined;
}

/** The owner acknowledged more than there is. */
export function missingWrites(file: string, acknowledged: number, writes: number): string {
  const what = `a file with everything that was acknowledged, but the last ${acknowledged - writes} of ${acknowledged} writes are gone`;
  // What is in the file without its log may end anywhere.
  return hasLog(file)
    ? `${what}: ${logOf(file)} was cut or damaged; put it back, or look for open orders on the vendors' sites and delete ${ownerFile(file)} to go on without them`
    : `${what}: ${logOf(file)} was removed or cut; put it back, or restore a backup`;
}

interface Alone {
  readonly isInUse: boolean;
  /** It has no table yet: all of it is in the log. */
  readonly isBlank: boolean;
  readonly isClosed: boolean;
  readonly writes: number;
}

/** The file as it is without its log; undefined: damaged, or no journal, which whoever opens it says. */
function readAlone(file: string): Alone | undefined {
  if (sizeOf(file) === 0) return { isInUse: false, isBlank: false, isClosed: false, writes: 0 };
  try {
    const { database, close } = openAlone(file);
    try {
      const version = Number(pragma(database, 'user_version'));
      const owner = pragma(database, 'application_id');
      const isBlank = database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
      if (owner !== APPLICATION_ID && !(isBlank && owner === 0)) return undefined;
      return {
        isInUse: isInUse(version),
        isBlank,
        isClosed: !isInUse(version) && schemaOf(version) >= MARKED,
        writes: writesIn(database),
      };
    } finally {
      close();
    }
  } catch {
    return undefined;
  }
}

/** Undefined where the damage is in the way: whoever opens the file says so. */
function writesWithLog(file: string): number | undefined {
  let view: View | undefined;
  try {
    view = openView(file);
    return view.read(writesIn);
  } catch (error) {
    if (isBusy(error)) throw error;
    return undefined;
  } finally {
    view?.close();
  }
}

/**
 * Opens a journal to read it, if it is whole.
 *
 * @throws {NumrouteError} INVALID_INPUT There is no such journal, it is not whole, or it is too old.
 */
export function openWhole(file: string): View {
  if (identityOf(file) === undefined) throw NumrouteError.input('journal', 'a file that is there', file);
  let view: View | undefined;
  try {
    checkWhole(file);
    view = openView(file);
    view.read((database) => checkReadable(database, file));
    return view;
  } catch (error) {
    view?.close();
    throw openFailure(file, error);
  }
}

function checkReadable(database: DatabaseSync, file: string): void {
  if (pragma(database, 'application_id') !== APPLICATION_ID) {
    throw unusable(file, "a journal's file; this one is empty or belongs to another program");
  }
  const version = schemaOf(Number(pragma(database, 'user_version')));
  if (version > SCHEMA) {
    throw unusable(file, `a file of schema ${SCHEMA} or older; update @numroute/journal to read this one`);
  }
  if (version < OLDEST_READABLE) {
    throw unusable(file, 'a file that was brought up to date; `numroute recover` does it');
  }
}
