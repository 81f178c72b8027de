import fs, { fdatasyncSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/**
 * From here on `fdatasync` is over when its call returns, in this whole process. For tests in virtual time
 * over a journal in a file: the thread that syncs would answer at a moment that no virtual clock waits for.
 * Everything is synced all the same.
 */
export function syncAtOnce(): void {
  const fdatasync = (descriptor: number, tell: (error: unknown) => void): void => {
    let failure: unknown = null;
    try {
      fdatasyncSync(descriptor);
    } catch (error) {
      failure = error;
    }
    tell(failure);
  };
  Object.assign(fs, { fdatasync });
  syncBuiltinESMExports();
}
