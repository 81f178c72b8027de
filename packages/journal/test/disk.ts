import fs, { copyFileSync, existsSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { onTestFinished } from 'vitest';

/** The system's syncs of logs, which end when the test says so. */
export interface Disk {
  /** How many were begun. */
  readonly begun: number;
  /** Ends the one that runs; resolves when whoever waited for it has been told. */
  end(error?: Error): Promise<void>;
  /** What was on the disk for certain when the last sync ended, and the owner file as it is by now. */
  afterPowerCut(to: string): void;
}

const { fdatasync } = fs;

/** Everybody's promises run before the next immediate does. */
export const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

/** @param file The journal whose log is synced, to know what a power cut leaves of it. */
export function holdSyncs(file: string): Disk {
  let begun = 0;
  let running: (() => void) | undefined;
  let failure: Error | undefined;
  const on = (name: 'begun' | 'ended', part: string): string => `${file}.${name}${part}`;
  const keep = (from: (part: string) => string, to: (part: string) => string): void => {
    for (const part of ['', '-wal']) if (existsSync(from(part))) copyFileSync(from(part), to(part));
  };
  const held = (descriptor: number, tell: (error: Error | null) => void): void => {
    begun += 1;
    // What is written after the begin of a sync may miss it.
    keep(
      (part) => file + part,
      (part) => on('begun', part),
    );
    running = () => {
      running = undefined;
      if (failure) {
        tell(failure);
        return;
      }
      fs.fdatasyncSync(descriptor);
      keep(
        (part) => on('begun', part),
        (part) => on('ended', part),
      );
      tell(null);
    };
  };
  Object.assign(fs, { fdatasync: held });
  syncBuiltinESMExports();
  onTestFinished(() => {
    Object.assign(fs, { fdatasync });
    syncBuiltinESMExports();
  });
  return {
    get begun() {
      return begun;
    },
    end: async (error) => {
      await turn();
      failure = error;
      running?.();
      await turn();
    },
    afterPowerCut: (to) => {
      keep(
        (part) => on('ended', part),
        (part) => to + part,
      );
      copyFileSync(`${file}.owner`, `${to}.owner`);
    },
  };
}
