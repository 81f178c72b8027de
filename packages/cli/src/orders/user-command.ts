import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { NumrouteError } from '@numroute/core';
import type { NumberInUse } from '@numroute/router';
import type { Io } from '../io.ts';

/** A command of the user's, as the words that it is started with. */
export type UserCommand = readonly [program: string, ...given: string[]];

/**
 * Splits a command as a shell does: at blanks, and what stands in quotes is one word. A backslash takes the
 * character after it as it is, but not in single quotes. Nothing else means anything.
 *
 * @throws {NumrouteError} INVALID_INPUT
 */
export function userCommandOf(text: string, field: string): UserCommand {
  const word = /(?:[^\s"'\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+/gs;
  const isSplit = text.replace(word, '').trim() === '';
  const [program, ...given] = (text.match(word) ?? []).map(unquoted);
  if (isSplit && program) return [program, ...given];
  throw NumrouteError.input(field, "a command whose quotes are closed, such as 'node sign-up.js {phone}'");
}

const unquoted = (word: string): string =>
  word.replace(
    /\\(.)|'([^']*)'|"((?:[^"\\]|\\.)*)"/gs,
    (_, plain?: string, single?: string, double?: string) =>
      plain ?? single ?? (double ?? '').replace(/\\(.)/gs, '$1'),
  );

/**
 * Looks whether there is such a program, before a number is bought for it.
 *
 * @throws {NumrouteError} INVALID_INPUT
 */
export async function requireProgram([program]: UserCommand, field: string, { cwd, env }: Io): Promise<void> {
  // There, a program has an ending that is not written.
  if (process.platform === 'win32') return;
  const folders = program.includes('/') ? [''] : (env['PATH'] ?? '').split(delimiter);
  const places = folders.map((folder) => resolve(cwd, join(folder, program)));
  const found = await Promise.all(
    places.map(
      async (place) =>
        await access(place, constants.X_OK).then(
          () => true,
          () => false,
        ),
    ),
  );
  if (!found.includes(true))
    throw NumrouteError.input(field, 'a program that can be run', JSON.stringify(program.slice(0, 60)));
}

/**
 * Runs the command for a number. It is ended when the number is given up, or with the program's own signal.
 *
 * @returns `unfit` where it exits with 1.
 * @throws {Error} It exits with anything else but 0.
 */
export async function runFor(
  command: UserCommand,
  { phone, order, nth, signal: givenUp }: NumberInUse,
  io: Io,
): Promise<'unfit' | undefined> {
  const name = `${order.provider}/${order.id}`;
  const code = await runCommand(
    command,
    { phone, order: name, nth: String(nth) },
    { ...io, env: { ...io.env, NUMROUTE_PHONE: phone, NUMROUTE_ORDER: name } },
    AbortSignal.any([givenUp, io.signal]),
  );
  if (code === 0) return undefined;
  if (code === 1) return 'unfit';
  throw new Error(`the command ended with exit code ${code}`);
}

/**
 * Runs a command without a shell. Its output goes to standard error. It is ended by the signal, with all that
 * it has started.
 *
 * @param values What stands in its words for `{name}`.
 * @returns What it exits with.
 * @throws {Error} It could not be started, or was ended by a signal.
 */
export async function runCommand(
  [program, ...given]: UserCommand,
  values: Readonly<Record<string, string>>,
  { stderr, cwd, env }: Pick<Io, 'stderr' | 'cwd' | 'env'>,
  signal: AbortSignal,
): Promise<number> {
  const words = given.map((word) =>
    word.replace(/\{(\w+)\}/g, (whole, key: string) =>
      Object.hasOwn(values, key) ? (values[key] ?? '') : whole,
    ),
  );
  const { promise, resolve: done, reject } = Promise.withResolvers<number>();
  const isGroup = process.platform !== 'win32';
  const child = spawn(program, words, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: isGroup });
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => stderr.write(text));
  const end = (): void => {
    reject(signal.reason);
    if (child.pid === undefined) return;
    try {
      process.kill(isGroup ? -child.pid : child.pid, 'SIGTERM');
    } catch {
      // It has ended meanwhile.
    }
    for (const one of [child.stdout, child.stderr]) one.destroy();
    child.unref();
  };
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  child.once('error', (error: NodeJS.ErrnoException) =>
    reject(new Error(`the command could not be started: ${error.code ?? error.message}`)),
  );
  // What it has left running may keep its output open.
  child.once('exit', (code, killedBy) => {
    if (code !== null) done(code);
    else reject(new Error(`the command ended by ${killedBy}`));
  });
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', end);
  }
}
