import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { NumrouteError } from '@numroute/core';
import { lastBackup, ownerOf } from '@numroute/journal';
import type { Config } from '../config/config.ts';
import { findReader } from '../config/open-reader.ts';
import { plural } from '../printing/format.ts';
import { databaseFindings } from './database.ts';
import type { Finding } from './finding.ts';
import { waitingFinding } from './waiting.ts';

const DAY_MS = 86_400_000;
/** From then on a backup is said to be old. */
const OLD_DAYS = 7;

/** Whether the journal can be worked with, who does, what waits in it, and its last backup. It is only read. */
export async function journalFindings(config: Config): Promise<readonly Finding[]> {
  const { journal } = config;
  if (typeof journal === 'object') return await databaseFindings(journal, config);
  const backup = backupFinding(journal, Date.now());
  return [await journalFinding(config, journal), ...(backup ? [backup] : [])];
}

function backupFinding(file: string, now: number): Finding | undefined {
  const last = lastBackup(file);
  if (!last) return undefined;
  const days = Math.floor((now - last.at) / DAY_MS);
  const message = `the last backup is ${plural(days, 'day')} old: ${last.file}`;
  if (days <= OLD_DAYS) return { status: 'ok', check: 'backup', message };
  return { status: 'warn', check: 'backup', message, fix: '`numroute orders backup <file>` makes a new one' };
}

async function journalFinding(config: Config, file: string): Promise<Finding> {
  try {
    const reader = await findReader(config);
    if (!reader) return await absent(file);
    try {
      const owner = ownerOf(file);
      const who = owner === undefined ? 'nobody works with it' : `process ${owner} works with it`;
      return await waitingFinding(reader, `${file}, ${await sizeOf(file)}; ${who}`, owner !== undefined);
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
