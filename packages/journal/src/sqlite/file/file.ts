import { closeSync, fstatSync, fsyncSync, linkSync, lstatSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { unusable } from './errors.ts';

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : '');

/**
 * Makes sure that the file exists, is one, and is readable by its owner only. SQLite gives the files
 * beside it the same mode.
 *
 * The file must not be opened here once it exists: on POSIX systems, closing any descriptor of a file
 * drops the locks that SQLite holds on that file in this process.
 */
export function prepareFile(file: string): void {
  if (sizeOf(file) === 0 && sizeOf(logOf(file)) > 0) {
    // SQLite would take the log for a left-over of some other file and delete it.
    throw unusable(
      file,
      `the file that its log belongs to: it is ${lacks(file)}, and ${logOf(file)} holds what was written last; put the file back, or move the log away`,
    );
  }
  try {
    closeSync(openSync(file, 'wx', 0o600));
    syncFolder(file);
    return;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') {
      throw unusable(file, `a file that can be created (${codeOf(error)})`, error);
    }
  }
  const found = lstatSync(file);
  if (found.isSymbolicLink()) throw unusable(file, 'a file itself, not a symbolic link');
  if (!found.isFile()) throw unusable(file, 'a regular file');
  if (found.nlink > 1) {
    // SQLite finds the log by the file's name, so by another name it would miss what the log holds.
    throw unusable(file, `a file with one name; it has ${found.nlink} (hard links)`);
  }
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) {
    throw unusable(file, 'a file that only its owner can read; run chmod 600 on it');
  }
}

/** A new name survives a power cut only when its folder reached the disk. */
export function syncFolder(file: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

export const logOf = (file: string): string => `${file}-wal`;

/** How many bytes tell one log of a file from the next. */
export const LOG_HEAD = 32;

/** A head and one page with its own head: a shorter log holds nothing. */
const SHORTEST_LOG = LOG_HEAD + 24 + 4_096;

export const hasLog = (file: string): boolean => sizeOf(logOf(file)) >= SHORTEST_LOG;

/** The index of the log, which SQLite shares between processes. */
export const sharedIndexOf = (file: string): string => `${file}-shm`;

/** Tells a file from every other on this machine, by whatever name it is reached; undefined: no such file. */
export function identityOf(file: string | number): string | undefined {
  const found =
    typeof file === 'number'
      ? fstatSync(file, { bigint: true })
      : lstatSync(file, { bigint: true, throwIfNoEntry: false });
  return found && `${found.dev}:${found.ino}`;
}

/** A log that a refusal was about: what SQLite does not take of it, a person may still read. */
export const keptLogOf = (file: string): string => `${logOf(file)}.kept`;

/** SQLite deletes the log when it closes the file, whatever it thought of it. */
export function keepLog(file: string): void {
  if (sizeOf(logOf(file)) === 0) return;
  try {
    linkSync(logOf(file), keptLogOf(file));
  } catch {
    // The first refusal has kept it, or this file system has no second names.
  }
}

export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function lacks(file: string): string {
  return statSync(file, { throwIfNoEntry: false }) ? 'empty' : 'missing';
}
