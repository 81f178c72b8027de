import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { SCHEMA } from '../schema/schema.ts';

/**
 * Says of a file that was closed that all of it was sound: when it was looked at, and by what the system
 * shows of every later write to it. The file itself cannot say that.
 */
export const sealFile = (file: string): string => `${file}.seal`;

/**
 * What no write by anybody leaves as it is: a copy, a restored backup and an edited file have others. A file
 * of an older schema has others, too, for it is about to be rewritten.
 */
function marksOf(file: string): string {
  const { dev, ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
  return [SCHEMA, dev, ino, size, mtimeNs, ctimeNs].join(' ');
}

/** @returns When the whole of the file was last looked at; undefined: nobody knows that it is sound. */
export function readSeal(file: string): number | undefined {
  try {
    const [marks, at = ''] = readFileSync(sealFile(file), 'latin1').trim().split(', ');
    return marks === marksOf(file) && /^\d{13}$/.test(at) ? Number(at) : undefined;
  } catch {
    return undefined;
  }
}

/** Of a closed file. Where it cannot be written, the next start looks at the whole file. */
export function writeSeal(file: string, checkedAt: number): void {
  // Whatever lies there is not written through.
  breakSeal(file);
  try {
    writeFileSync(sealFile(file), `${marksOf(file)}, ${checkedAt}\n`, { flag: 'wx', mode: 0o600 });
  } catch {
    // As on a full disk.
  }
}

/** Something in it is not sound, whoever wrote to it or nobody. */
export function breakSeal(file: string): void {
  try {
    rmSync(sealFile(file), { force: true });
  } catch {
    // A disk that takes no deletion.
  }
}
