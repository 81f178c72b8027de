import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { NumrouteError } from '@numroute/core';

/**
 * Writes keys into a file of variables that its owner alone can read. Other lines stay as they are.
 *
 * @param mayReplace Whether a variable may get another value than it has there.
 * @throws {NumrouteError} INVALID_INPUT It may not, or a key cannot be written there. Never names a key.
 */
export async function writeKeys(
  file: string,
  keys: ReadonlyMap<string, string>,
  mayReplace: boolean,
): Promise<void> {
  const before = await textOf(file);
  const known = parseEnv(before);
  const lines = [...keys].flatMap(([name, key]) => {
    if (known[name] === key) return [];
    if (known[name] !== undefined && !mayReplace) {
      throw NumrouteError.input(name, `no other key of that name in ${file}; --force replaces it`);
    }
    return [lineOf(name, key)];
  });
  const text = `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${lines.join('')}`;
  const written = parseEnv(text);
  const torn = [...keys].find(([name, key]) => written[name] !== key);
  if (torn) throw NumrouteError.input(torn[0], `a file at ${file} to which a line can be added`);
  await replace(file, text, 0o600);
}

function lineOf(name: string, key: string): string {
  const quoted = [key, `'${key}'`, `"${key}"`, `\`${key}\``];
  const line = quoted.map((one) => `${name}=${one}\n`).find((one) => parseEnv(one)[name] === key);
  if (line !== undefined) return line;
  throw NumrouteError.input(name, 'a key that a line of .env can hold; set the variable in your environment');
}

/**
 * Adds lines to the `.gitignore` of a folder within a repository.
 *
 * @returns The file; undefined: it is no repository, or they stand there already.
 */
export async function ignore(folder: string, lines: readonly string[]): Promise<string | undefined> {
  if (!isRepository(folder)) return undefined;
  const file = join(folder, '.gitignore');
  const before = await textOf(file);
  const known = new Set(before.split('\n').map((line) => line.trim()));
  const missing = lines.filter((line) => !known.has(line));
  if (missing.length === 0) return undefined;
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  await writeFile(file, `${gap}${missing.join('\n')}\n`, { flag: 'a' });
  return file;
}

function isRepository(folder: string): boolean {
  if (existsSync(join(folder, '.git'))) return true;
  return folder !== dirname(folder) && isRepository(dirname(folder));
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw NumrouteError.input(file, 'a file that can be read', String(error.code));
  });
}

/** In one step: whoever reads it meanwhile sees the file before or the one after. */
async function replace(file: string, text: string, mode: number): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const part = `${target}.${randomBytes(4).toString('hex')}`;
  try {
    await writeFile(part, text, { flag: 'wx', mode });
    await rename(part, target);
  } catch (error) {
    await rm(part, { force: true });
    throw NumrouteError.input(
      file,
      'a file that can be written',
      String((error as NodeJS.ErrnoException).code),
    );
  }
}
