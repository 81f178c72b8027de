import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { NumrouteError } from '@numroute/core';
import { lastBackup, ownerOf } from '@numroute/journal';
import type { Config } from '../config/config.ts';
import { findReader } from '../config/open-reader.ts';
import { unsettled } from '../orders/live-orders.ts';
import { plural } from '../printing/format.ts';
import type { Finding } from './finding.ts';

const DAY_MS = 86_400_000;
/** From then on a backup is said to be old. */
const OLD_DAYS = 7;

/** Whether the journal can be worked with, who does, what waits in it, and its last backup. It is only read. */
export async function journalFindings(config: Config): Promise<readonly Finding[]> {
  const backup = backupFinding(config, Date.now());
  return [await journalFinding(config), ...(backup ? [backup] : [])];
}

function backupFinding({ journal }: Config, now: number): Finding | undefined {
  const last = lastBackup(journal);
  if (!last) return undefined;
  const days = Math.floor((now - last.at) / DAY_MS);
  const message = `the last backup is ${plural(days, 'day')} old: ${last.file}`;
  if (days <= OLD_DAYS) return { status: 'ok', check: 'backup', message };
  return { status: 'warn', check: 'backup', message, fix: '`numroute orders backup <file>` makes a new one' };
}

async function journalFinding(config: Config): Promise<Finding> {
  const { journal: file } = config;
  try {
    const reader = findReader(config);
    if (!reader) return await absent(file);
    try {
      const waiting = await unsettled(reader);
      const owner = ownerOf(file);
      const isOpen = (state: string): boolean => state === 'open' || state === 'delivered';
      // What its owner is sending right now is not in doubt.
      const doubted = waiting.filter(
        ({ state }) => !isOpen(state) && (state !== 'sending' || owner === undefined),
      );
      const open = waiting.filter(({ state }) => isOpen(state)).length;
      const who = owner === undefined ? 'nobody works with it' : `process ${owner} works with it`;
      const message = `${file}, ${await sizeOf(file)}; ${who}; ${open} open, ${doubted.length} in doubt`;
      if (doubted.length === 0) return { status: 'ok', check: 'journal', message };
      const fix = '`numroute orders` shows what is in doubt, `numroute recover` looks for it';
      return { status: 'warn', check: 'journal', message, fix };
    } finally {
      await reader.close();
    }
  } catch (error) {
    if (!NumrouteError.is(error)) throw error;
    const fix = 'buy nothing until it is whole: `numroute orders export --rescue` shows what can be read';
    return { status: 'fail', check: 'journal', message: error.message, fix };
  }
}

async function absent(file: string): Promise<Finding> {
  const folder = dirname(file);
  const canWrite = await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (canWrite) {
    return {
      status: 'ok',
      check: 'journal',
      message: `${file} is not there yet; the first purchase makes it`,
    };
  }
  const message = `${file} is not there, and ${folder} cannot be written`;
  return { status: 'fail', check: 'journal', message, fix: 'name another file as "journal" in the config' };
}

async function sizeOf(file: string): Promise<string> {
  const sizes = await Promise.all(
    [file, `${file}-wal`].map((one) =>
      stat(one).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return `${Math.ceil(sizes.reduce((sum, size) => sum + size, 0) / 1000)} kB`;
}
