import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';

/** A place for a journal where there is no more room when we say so. */
export interface Disk extends Disposable {
  readonly kind: 'small file system' | 'limit on files';
  readonly folder: string;
  /** At once, for the process that writes there. */
  fill(process: number): void;
  /** Room again. */
  clear(process?: number): void;
}

const SIZE = '12m';
const PIECE = Buffer.alloc(4_096, 0x5a);

/** A file system of its own that a ballast fills up; undefined where none may be mounted. */
export function smallDisk(within: string): Disk | undefined {
  const folder = path.join(within, 'disk');
  mkdirSync(folder);
  const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},mode=0700`, 'tmpfs', folder]);
  if (mount.status !== 0) return undefined;
  const ballast = path.join(folder, 'ballast');
  return {
    kind: 'small file system',
    folder,
    fill: () => {
      const descriptor = openSync(ballast, 'a');
      try {
        for (;;) writeSync(descriptor, PIECE);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
      } finally {
        closeSync(descriptor);
      }
    },
    clear: () => rmSync(ballast, { force: true }),
    [Symbol.dispose]: () => {
      const { status, stderr } = spawnSync('umount', ['--lazy', folder], { encoding: 'utf8' });
      if (status !== 0) throw new Error(`The small file system stays mounted: ${stderr}`);
    },
  };
}

/**
 * No file of the process may grow any more. The system says "file too large" where a full disk says
 * "no space", as it does for a quota that is used up.
 */
export function limitedFiles(within: string, log: string): Disk {
  const limit = (process: number, bytes: string): void => {
    const { status, stderr } = spawnSync('prlimit', ['--pid', String(process), `--fsize=${bytes}:`], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`prlimit: ${stderr}`);
  };
  return {
    kind: 'limit on files',
    folder: within,
    fill: (process) => limit(process, String(statSync(path.join(within, log)).size)),
    clear: (process) => {
      if (process !== undefined) limit(process, 'unlimited');
    },
    [Symbol.dispose]: () => undefined,
  };
}
