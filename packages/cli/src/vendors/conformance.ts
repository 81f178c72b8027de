import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { NumrouteError } from '@numroute/core';
import type { Subject } from '@numroute/testkit';
import { noneOf } from '../arguments.ts';
import { entryOf, importBeside } from '../config/installed.ts';

interface NamedSubject {
  readonly name: string;
  readonly subject: Subject;
}

const WANTED = 'a conformance subject {dialect, create}, or an object of them by name, as the default export';

/**
 * What a package puts to the proof: the default export of its `./conformance`. A folder is a package
 * that is not installed, a file is the module itself.
 *
 * @throws {NumrouteError} INVALID_INPUT
 */
export async function loadSubjects(target: string, cwd: string): Promise<readonly NamedSubject[]> {
  const value = (await loadModule(target, cwd)).default;
  if (isSubject(value)) return [{ name: target, subject: value }];
  const named = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const subjects = named.flatMap(([name, subject]) => (isSubject(subject) ? [{ name, subject }] : []));
  if (subjects.length > 0 && subjects.length === named.length) return subjects;
  throw NumrouteError.input('package', WANTED, JSON.stringify(target));
}

/** All of them, or those of that name. @throws {NumrouteError} INVALID_INPUT There is none. */
export function namedOf(
  subjects: readonly NamedSubject[],
  name: string | undefined,
): readonly NamedSubject[] {
  if (name === undefined) return subjects;
  const found = subjects.filter((one) => one.name === name);
  if (found.length > 0) return found;
  const names = subjects.map((one) => one.name);
  throw noneOf('name', name, names);
}

/** Whether it is a folder or a file, and no package by its name. */
export function isPath(target: string): boolean {
  return /^\.{0,2}(\/|$)/.test(target) || target === '.' || target === '..';
}

async function loadModule(target: string, cwd: string): Promise<{ readonly default?: unknown }> {
  const isFile = isPath(target);
  const failed = (why: string): NumrouteError => {
    const where = isFile ? target : `${target}/conformance`;
    return NumrouteError.input(
      'package',
      'a package or folder that exports ./conformance',
      `${where}: ${why}`,
    );
  };
  try {
    if (!isFile) return await importBeside(`${target}/conformance`, join(cwd, 'package.json'));
    return await import(/* @vite-ignore */ pathToFileURL(await fileOf(resolve(cwd, target))).href);
  } catch (error) {
    throw NumrouteError.is(error) ? error : failed(error instanceof Error ? error.message : String(error));
  }
}

async function fileOf(path: string): Promise<string> {
  if (!(await stat(path)).isDirectory()) return path;
  const manifest: unknown = JSON.parse(await readFile(join(path, 'package.json'), 'utf8'));
  const file = entryOf(manifest, './conformance');
  if (file !== undefined) return join(path, file);
  throw NumrouteError.input('package', 'a package.json that exports ./conformance', path);
}

function isSubject(value: unknown): value is Subject {
  if (typeof value !== 'object' || value === null) return false;
  const { create, dialect } = value as { readonly create?: unknown; readonly dialect?: unknown };
  const speaks = typeof dialect === 'function' || typeof dialect === 'object' || dialect === undefined;
  return typeof create === 'function' && speaks;
}
