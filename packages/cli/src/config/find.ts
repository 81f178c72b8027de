import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Io } from '../io.ts';

export const CONFIG_NAME = 'numroute.config.json';

/** Beside the config, where the config names no other. */
export const DEFAULT_JOURNAL = 'numroute.sqlite';

/** Where a config was found. */
export interface FoundConfig {
  /** Absolute. */
  readonly file: string;
  /** As errors name it. */
  readonly shown: string;
  /** What led to it: an argument or a variable that names it, or the folder where it lay. */
  readonly by: '--config' | 'NUMROUTE_CONFIG' | 'this folder' | 'a folder above' | 'your config folder';
}

/**
 * The config of this call. One that is named need not be there; undefined: none is named, and none lies in this
 * folder, above it or in the user's config folder.
 *
 * @param named By `--config`.
 * @throws {NumrouteError} INVALID_INPUT One lies above that belongs to another user: whoever writes a config
 *   chooses which code runs here.
 */
export async function findConfig(
  { cwd, env }: Pick<Io, 'cwd' | 'env'>,
  named?: string,
): Promise<FoundConfig | undefined> {
  if (named !== undefined) return { file: resolve(cwd, named), shown: named, by: '--config' };
  const variable = env['NUMROUTE_CONFIG'];
  if (variable) return { file: resolve(cwd, variable), shown: variable, by: 'NUMROUTE_CONFIG' };
  const here = resolve(cwd, CONFIG_NAME);
  if (await isThere(here)) return { file: here, shown: CONFIG_NAME, by: 'this folder' };
  for (let folder = resolve(cwd); folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(dirname(folder), CONFIG_NAME);
    const owner = await ownerOf(file);
    if (owner === undefined) continue;
    await requireOwn(file, owner);
    return { file, shown: file, by: 'a folder above' };
  }
  const user = userConfig(env);
  if (user === undefined || (await ownerOf(user)) === undefined) return undefined;
  return { file: user, shown: user, by: 'your config folder' };
}

/** Where a user's config is looked for when no folder has one; undefined where nobody says which folder it is. */
export function userConfig(env: Io['env'], platform: NodeJS.Platform = process.platform): string | undefined {
  const { APPDATA, XDG_CONFIG_HOME, HOME } = env;
  const folder = platform === 'win32' ? APPDATA : XDG_CONFIG_HOME || (HOME && join(HOME, '.config'));
  return folder ? join(folder, 'numroute', CONFIG_NAME) : undefined;
}

/** A config that is there but cannot be read is no reason to take another one, or to show a demo. */
async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR',
  );
}

async function ownerOf(file: string): Promise<number | undefined> {
  return stat(file).then(
    ({ uid }) => uid,
    () => undefined,
  );
}

async function requireOwn(file: string, owner: number): Promise<void> {
  const own = process.getuid?.();
  if (own === undefined || owner === own || owner === 0) return;
  // Help comes by here, and needs nothing of the core.
  const { NumrouteError } = await import('@numroute/core');
  throw NumrouteError.input(
    '--config',
    `a config of your own: ${file} was found on the way up and belongs to another user. If you trust it, name it with --config`,
  );
}
