import { closeSync, constants, openSync, readFileSync, readSync, rmSync, writeSync } from 'node:fs';

const PID = 10;
const COUNT = 16;

/**
 * Who owns a journal, and how many of its writes were acknowledged. Never synced, so it may lag after
 * a power cut, and never runs ahead: a journal that holds less than it says has lost something.
 */
export interface Owner {
  /** The last owner has not said goodbye. */
  readonly wasLeft: boolean;
  /** What the last owner acknowledged, where it was killed; 0 where nobody says. */
  readonly acknowledged: number;
  /** So many writes are acknowledged by now. */
  note(acknowledged: number): void;
  /** What it says is told to the next one. */
  leave(): void;
  /** Everything is in the file. */
  part(): void;
}

export const ownerFile = (file: string): string => `${file}.owner`;

/** Only to be called by the holder of the lock. */
export function becomeOwner(file: string): Owner {
  const name = ownerFile(file);
  const { descriptor, wasLeft } = openOwner(name);
  // Written in place: that takes no room on a full disk.
  const put = (text: string, position: number): void => {
    try {
      writeSync(descriptor, text, position);
    } catch {
      // It only says less then.
    }
  };
  const before = Buffer.alloc(PID + 1 + COUNT);
  readSync(descriptor, before, 0, before.length, 0);
  const said = before.toString('latin1', PID + 1);
  const acknowledged = /^\d{16}$/.test(said) ? Number(said) : 0;
  put(`${String(process.pid).padEnd(PID)}\n`, 0);
  let isOpen = true;
  const close = (): void => {
    if (isOpen) closeSync(descriptor);
    isOpen = false;
  };
  return {
    wasLeft,
    acknowledged,
    note: (count) => put(`${String(count).padStart(COUNT, '0')}\n`, PID + 1),
    leave: close,
    part: () => {
      rmSync(name, { force: true });
      close();
    },
  };
}

function openOwner(name: string): { descriptor: number; wasLeft: boolean } {
  const { O_RDWR, O_CREAT, O_EXCL, O_NOFOLLOW = 0 } = constants;
  try {
    return { descriptor: openSync(name, O_RDWR | O_NOFOLLOW), wasLeft: true };
  } catch {
    // Missing, or none that we wrote.
    rmSync(name, { force: true });
    return { descriptor: openSync(name, O_RDWR | O_CREAT | O_EXCL, 0o600), wasLeft: false };
  }
}

/** For people only: the lock is what counts. */
export function readOwner(file: string): string {
  try {
    const pid = readFileSync(ownerFile(file), 'latin1').slice(0, PID).trim();
    if (/^\d{1,10}$/.test(pid)) return pid === String(process.pid) ? `this one (pid ${pid})` : `pid ${pid}`;
  } catch {
    // Its owner is between taking the lock and saying so, or is just leaving.
  }
  return 'an unnamed one';
}
