import { NumrouteError } from '@numroute/core';

const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
/** A reader that may not write the index of the log found it half written. */
const READONLY_RECOVERY = READONLY | (1 << 8);
const IO = 10;
/** Of all that a disk may refuse, a write alone: nothing of it counts until the sync that follows. */
const IO_WRITE = IO | (3 << 8);
/** The index of the log cannot grow. It holds nothing that is not in the log. */
const IO_SHMSIZE = IO | (19 << 8);
const CORRUPT = 11;
const FULL = 13;
const CANT_OPEN = 14;
const PROTOCOL = 15;
const CONSTRAINT = 19;
const NOT_A_DATABASE = 26;

const RESCUE =
  'restore a backup, or read what is left with rescueEvents() or `numroute orders export --rescue`, and begin a new file';

const words: Readonly<Record<number, string>> = {
  [BUSY]: 'the file is locked by another process',
  [LOCKED]: 'the file is locked by another statement',
  [READONLY]: 'the file or its disk is read-only',
  [IO]: 'the disk failed; close the journal and open it again before buying anything',
  [CORRUPT]: `the file is damaged; ${RESCUE}`,
  [FULL]: 'the disk is full; make room on it, and it goes on by itself',
  [CANT_OPEN]: 'the file cannot be opened',
  [NOT_A_DATABASE]: `the file is damaged or no journal; ${RESCUE}`,
};

/** Longest first: the shorter name is a part of it. */
const conflicts: readonly (readonly [column: string, meaning: string])[] = [
  ['attempt.order_id', 'another attempt already holds this order'],
  ['attempt.provider', 'a purchase at this provider is still unresolved'],
  ['attempt.want', 'this want has a live attempt already'],
  ['attempt.id', 'this attempt is already written'],
];

/** SQLite's primary result code, or undefined for what is not SQLite's. */
function resultOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  // The high bits only say where it happened.
  return Number(error.errcode) & 0xff;
}

/** Whether SQLite says that another process has the file just now. */
export const isBusy = (error: unknown): boolean => resultOf(error) === BUSY;

/**
 * The owner writes the index just now, or was killed while it did. SQLite says so too often: it asks whether
 * the owner writes only after it has read what was half written.
 */
export const isHalfWrittenIndex = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && error.errcode === READONLY_RECOVERY;

/** What SQLite says to a reader where the index of the log is missing or was left half made. */
export const isUnreadableIndex = (error: unknown): boolean =>
  [CANT_OPEN, PROTOCOL].includes(resultOf(error) ?? -1);

/** Also text in it that SQLite takes and that is none of ours. */
export const isDamage = (error: unknown): boolean =>
  error instanceof SyntaxError || [CORRUPT, NOT_A_DATABASE].includes(resultOf(error) ?? -1);

/** A limit on files or a quota: the system's word for it is not that the disk is full. */
const isRefusedWrite = (error: unknown): boolean =>
  error instanceof Error &&
  'errcode' in error &&
  [IO_WRITE, IO_SHMSIZE].some((refused) => refused === error.errcode);

const NO_ROOM =
  'the disk takes no more: a quota or a limit on files is used up, or it fails; make room, and it goes on by itself';

/** After such an error nobody knows what reached the disk, so no later write may be believed. */
export const isFatal = (error: unknown): boolean =>
  (resultOf(error) === IO && !isRefusedWrite(error)) || isDamage(error);

/** A failed read or write in plain words. SQLite's own words hold names of columns, never values. */
export function failure(error: unknown, doing: 'read' | 'written', file: string): NumrouteError {
  if (NumrouteError.is(error)) return error;
  const result = error instanceof SyntaxError ? CORRUPT : resultOf(error);
  const said = error instanceof Error ? error.message : String(error);
  const meaning =
    result === CONSTRAINT
      ? (conflicts.find(([column]) => said.includes(column))?.[1] ?? 'the entry breaks a rule of the journal')
      : isRefusedWrite(error)
        ? NO_ROOM
        : (words[result ?? -1] ?? said);
  const message = `journal: ${file}: not ${doing}: ${meaning}`;
  const plain =
    result === CONSTRAINT
      ? new NumrouteError('WRONG_STATE', message, {})
      : new NumrouteError('UNAVAILABLE', message, {});
  plain.cause = error;
  return plain;
}

/** A sync failed: what was committed before it may be on the disk, in part or not at all. */
export function notSynced(file: string, cause: unknown): NumrouteError<'UNAVAILABLE'> {
  const message = `journal: ${file}: not written: ${words[IO]}`;
  return new NumrouteError('UNAVAILABLE', message, {}, { cause });
}

/** A purchase must not be sent on this journal any more. */
export function notBought(file: string, trouble: string): NumrouteError<'UNAVAILABLE'> {
  return new NumrouteError('UNAVAILABLE', `journal: ${file}: nothing is bought: ${trouble}`, {});
}

export function stillWritten(file: string): NumrouteError<'UNAVAILABLE'> {
  return new NumrouteError(
    'UNAVAILABLE',
    `journal: ${file}: not read: its owner writes too fast; try again`,
    {},
  );
}

export function stillRead(file: string): NumrouteError<'UNAVAILABLE'> {
  return new NumrouteError('UNAVAILABLE', `journal: ${file}: not written: another process is reading it`, {});
}

/** A file that cannot be used as a journal. */
export function unusable(file: string, expected: string, cause?: unknown): NumrouteError<'INVALID_INPUT'> {
  const error = NumrouteError.input('journal', expected, file);
  if (cause !== undefined) error.cause = cause;
  return error;
}

/** Why a file could not be opened, where SQLite said it. */
export function openFailure(file: string, error: unknown): NumrouteError {
  if (NumrouteError.is(error)) return error;
  const said = error instanceof Error ? error.message : String(error);
  const result = error instanceof SyntaxError ? CORRUPT : resultOf(error);
  const meaning = isRefusedWrite(error) ? NO_ROOM : (words[result ?? -1] ?? said);
  return unusable(file, `a usable file, but ${meaning}`, error);
}

export function damaged(file: string, what: string): NumrouteError<'INVALID_INPUT'> {
  return unusable(file, `an undamaged file, but ${what}; ${RESCUE}`);
}
