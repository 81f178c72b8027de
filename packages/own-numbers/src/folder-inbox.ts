import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { type Call, NumrouteError, type Period, unlessAborted } from '@numroute/core';
import { parseJson } from '@numroute/http';
import * as v from 'valibot';
import { type InboundSms, type Inbox, oldestFirst } from './inbox.ts';

const LONGEST_FILE = 65_536;
const MOST_FILES = 10_000;

const sms = v.object({
  to: v.pipe(v.string(), v.regex(/^\+[1-9]\d{6,14}$/)),
  text: v.string(),
  from: v.optional(v.string()),
});

/**
 * A folder into which something else puts each SMS as a file of its own, `<any name>.json`, with
 * `{"to": "+15550001111", "text": "…", "from": "…"}`; `from` may be left out. An SMS came when its file was
 * last written. For test suites without a network, and for bridges that can write files.
 */
export function folderInbox(folder: string): Inbox {
  return {
    list: (number, period, call) => unlessAborted(listFolder(folder, number, period, call), call.signal),
  };
}

async function listFolder(
  folder: string,
  number: string,
  { from, to }: Period,
  { signal }: Call,
): Promise<readonly InboundSms[]> {
  const names = (await namesIn(folder)).filter((name) => name.endsWith('.json') && !name.startsWith('.'));
  if (names.length > MOST_FILES) {
    throw unreadable(`the inbox holds more than ${MOST_FILES} files; move the old ones away`);
  }
  const found: InboundSms[] = [];
  for (const name of names.toSorted()) {
    signal.throwIfAborted();
    const message = await readSms(folder, name, from, to);
    if (message?.to === number) found.push(message.sms);
  }
  return oldestFirst(found);
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    throw new NumrouteError('UNAVAILABLE', `the inbox's folder cannot be read (${wordOf(error)})`, {});
  }
}

/** Undefined: it came at another time, or was moved away meanwhile. */
async function readSms(
  folder: string,
  name: string,
  from: number,
  to: number,
): Promise<{ readonly to: string; readonly sms: InboundSms } | undefined> {
  try {
    await using file = await open(path.join(folder, name), 'r');
    const { mtimeMs, size } = await file.stat();
    const receivedAt = Math.floor(mtimeMs);
    if (receivedAt < from || receivedAt > to) return undefined;
    if (size > LONGEST_FILE) throw unreadable(`${shown(name)} is longer than ${LONGEST_FILE} bytes`);
    const read = v.safeParse(sms, parseJson(await file.readFile('utf8')));
    // A code that is left out would be waited for in vain; one that is half written is whole the next time.
    if (!read.success) throw unreadable(`${shown(name)} is no {"to": "+…", "text": "…"}`);
    const { to: number, text, from: sender } = read.output;
    return { to: number, sms: { id: name, text, receivedAt, ...(sender !== undefined && { from: sender }) } };
  } catch (error) {
    if (NumrouteError.is(error)) throw error;
    if (wordOf(error) === 'ENOENT') return undefined;
    throw new NumrouteError('UNAVAILABLE', `${shown(name)} cannot be read (${wordOf(error)})`, {});
  }
}

const shown = (name: string): string => JSON.stringify(name.slice(0, 80));

const unreadable = (message: string): NumrouteError => new NumrouteError('UNREADABLE', message, {});

function wordOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
