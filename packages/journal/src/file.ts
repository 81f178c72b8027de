import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { unusable } from './errors.ts';

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : '');

/**
 * Makes sure that the file exists, is one, and is readable by its owner only. SQLite gives the files
 * beside it the same mode.
 *
 * A journal's file must not be opened here once it exists: closing any descriptor of it would drop
 * the lock that SQLite holds in this process.
 */
export function prepareFile(file: string): void {
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
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) {
    throw unusable(file, 'a file that only its owner can read; run chmod 600 on it');
  }
}

/** A new name survives a power cut only when its folder reached the disk. */
function syncFolder(file: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

const ownerFile = (file: string): string => `${file}.owner`;

/** Whoever held the lock before has not said goodbye. */
export function hasOwner(file: string): boolean {
  return existsSync(ownerFile(file));
}

/** Only to be called by the holder of the lock. */
export function writeOwner(file: string): void {
  removeOwner(file);
  writeFileSync(ownerFile(file), `${process.pid}\n`, { flag: 'wx', mode: 0o600 });
}

/** Only to be called by the holder of the lock. */
export function removeOwner(file: string): void {
  rmSync(ownerFile(file), { force: true });
}

/** For people only: the lock is what counts. */
export function readOwner(file: string): string {
  try {
    const pid = readFileSync(ownerFile(file), 'utf8').trim();
    if (/^\d{1,10}$/.test(pid)) return pid === String(process.pid) ? `this one (pid ${pid})` : `pid ${pid}`;
  } catch {
    // Its owner is between taking the lock and saying so, or is just leaving.
  }
  return 'an unnamed one';
}
