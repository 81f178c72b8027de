import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync, readFileSync, readSync, rmSync, writeSync } from 'node:fs';
import { identityOf } from '../file/file.ts';
import { isAnotherAlive, thisProcess } from './process-name.ts';

const PID = 10;
const COUNT = 16;
const NAME = 110;
const COUNT_AT = PID + 1;
const NAME_AT = COUNT_AT + COUNT + 1;
const LENGTH = NAME_AT + NAME + 1;

/**
 * Who owns a journal, and how many of its writes were acknowledged. The owner file is never synced, so
 * its count may lag after a power cut. The count never runs ahead: a journal that holds less than the
 * owner file says has lost something.
 */
export interface Owner {
  /** The last owner was killed, or ended without closing the journal. */
  readonly wasLeft: boolean;
  /** What the last owner acknowledged before it was killed; undefined where nothing says so. */
  readonly acknowledged: number | undefined;
  /** So many writes are acknowledged by now. */
  note(acknowledged: number): void;
  /** The owner file still names this owner. False: another process took the journal over. */
  isNamed(): boolean;
  /** Leaves the owner file for the next owner to read. This process no longer stands in its way. */
  leave(): void;
  /** Deletes the owner file: everything is in the journal's file. */
  part(): void;
}

interface OwnerNote {
  readonly pid: string;
  readonly acknowledged: number | undefined;
  /** When its process started, the boot, the pid's namespace, the journal's identity, and a random token. */
  readonly name: readonly string[];
}

export const ownerFile = (file: string): string => `${file}.owner`;

/** Only to be called by the holder of the lock. */
export function becomeOwner(file: string): Owner {
  const path = ownerFile(file);
  const { descriptor, wasLeft } = openOwner(path);
  // Written in place: that takes no room on a full disk.
  const put = (text: string, position: number): void => {
    try {
      writeSync(descriptor, text, position);
    } catch {
      // The owner file only says less then.
    }
  };
  const read = (): string => {
    const bytes = Buffer.alloc(LENGTH);
    return bytes.toString('latin1', 0, readSync(descriptor, bytes, 0, LENGTH, 0));
  };
  const { started = '-', boot = '-', space = '-' } = thisProcess() ?? {};
  const token = randomBytes(6).toString('hex');
  const pid = `${String(process.pid).padEnd(PID)}\n`;
  const name = `${[started, boot, space, identityOf(file), token].join(' ').padEnd(NAME)}\n`;
  const putName = (): void => {
    put(pid, 0);
    put(name, NAME_AT);
  };
  const { acknowledged } = parse(read());
  putName();
  let isOpen = true;
  const close = (): void => {
    if (isOpen) closeSync(descriptor);
    isOpen = false;
  };
  const isNamed = (): boolean => {
    const said = read();
    const parts = [
      [said.slice(0, COUNT_AT), pid],
      [said.slice(NAME_AT), name],
    ] as const;
    const wrong = parts.filter(([found, own]) => found !== own);
    if (wrong.some(([found]) => found.replaceAll('\0', '') !== '')) return false;
    // The disk was full when the name was to be written.
    if (wrong.length > 0) putName();
    return true;
  };
  return {
    wasLeft,
    acknowledged,
    note: (count) => put(`${String(count).padStart(COUNT, '0')}\n`, COUNT_AT),
    isNamed,
    leave: () => {
      if (isOpen && isNamed()) put(' '.repeat(NAME), NAME_AT);
      close();
    },
    part: () => {
      // Another file may lie at the path by now.
      if (isOpen && identityOf(path) === identityOf(descriptor)) rmSync(path, { force: true });
      close();
    },
  };
}

function openOwner(path: string): { descriptor: number; wasLeft: boolean } {
  const { O_RDWR, O_CREAT, O_EXCL, O_NOFOLLOW = 0 } = constants;
  try {
    return { descriptor: openSync(path, O_RDWR | O_NOFOLLOW), wasLeft: true };
  } catch {
    // Missing, or none that we wrote.
    rmSync(path, { force: true });
    return { descriptor: openSync(path, O_RDWR | O_CREAT | O_EXCL, 0o600), wasLeft: false };
  }
}

function parse(text: string): OwnerNote {
  const pid = text.slice(0, PID).trim();
  const count = text.slice(COUNT_AT, COUNT_AT + COUNT);
  return {
    pid: /^\d{1,10}$/.test(pid) ? pid : '',
    acknowledged: /^\d{16}$/.test(count) ? Number(count) : undefined,
    name: text.slice(NAME_AT).trim().split(' '),
  };
}

function readNote(file: string): OwnerNote | undefined {
  try {
    return parse(readFileSync(ownerFile(file), 'latin1'));
  } catch {
    // There is no owner, or it is between taking the lock and saying so, or is just leaving.
    return undefined;
  }
}

/** How many writes the owner file counts; undefined where nothing says so. */
export const acknowledgedIn = (file: string): number | undefined => readNote(file)?.acknowledged;

/**
 * Another process that lives and owns the journal, whether or not it still holds the lock; undefined: none does,
 * or nobody can tell, as outside Linux.
 */
export function ownerOf(file: string): number | undefined {
  const { pid = '', name = [] } = readNote(file) ?? {};
  const [started = '', boot = '', space = '', journal] = name;
  // An owner file that was copied along with its journal speaks of the original.
  if (journal !== identityOf(file)) return undefined;
  const owner = { pid: Number(pid), started, boot, space };
  return isAnotherAlive(owner) ? owner.pid : undefined;
}

/** Names the owner for people. */
export function describeOwner(file: string): string {
  const pid = readNote(file)?.pid;
  if (!pid) return 'an unnamed one';
  return pid === String(process.pid) ? `this one (pid ${pid})` : `pid ${pid}`;
}
