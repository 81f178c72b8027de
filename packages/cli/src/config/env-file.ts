import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { NumrouteError } from '@numroute/core';
import type { Io } from '../io.ts';

/** Beside the config. */
export const ENV_NAME = '.env';

/** Variables, and the file that added to those of the process, if one did. */
export interface Environment {
  readonly env: Io['env'];
  /** Absolute. */
  readonly envFile?: string;
}

/**
 * The environment, and what stands in a file of variables: the named one, else a `.env` in the folder. A variable
 * that is set already wins.
 *
 * @throws {NumrouteError} INVALID_INPUT The named file is missing, or one is there and cannot be read.
 */
export async function environmentOf(
  { cwd, env }: Pick<Io, 'cwd' | 'env'>,
  named: string | undefined,
  folder: string | undefined,
): Promise<Environment> {
  if (named === undefined && folder === undefined) return { env };
  const file = named === undefined ? join(folder ?? cwd, ENV_NAME) : resolve(cwd, named);
  try {
    const text = await readFile(file, 'utf8');
    return { env: { ...parseEnv(text.replace(/^\uFEFF/, '')), ...env }, envFile: file };
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isMissing && named === undefined) return { env };
    throw NumrouteError.input(
      named === undefined ? ENV_NAME : '--env-file',
      'a file of lines such as ARZANCELL_API_KEY=… that can be read',
      `${file}, which ${isMissing ? 'does not exist' : 'cannot be read'}`,
    );
  }
}
