import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire, findPackageJSON } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A module as installed beside a file, else the CLI's own. */
export async function importBeside(specifier: string, file: string): Promise<{ readonly default?: unknown }> {
  return import(/* @vite-ignore */ (await resolveBeside(specifier, file)) ?? specifier);
}

/** The module as installed beside the file; undefined: try the CLI's own. */
export async function resolveBeside(specifier: string, file: string): Promise<string | undefined> {
  try {
    return pathToFileURL(createRequire(file).resolve(specifier)).href;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') return undefined;
  }
  // `require.resolve` does not see packages that export to `import` alone.
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  const manifest = findPackageJSON(name, pathToFileURL(file));
  if (manifest === undefined) return undefined;
  const target = entryOf(JSON.parse(await readFile(manifest, 'utf8')), `.${specifier.slice(name.length)}`);
  return target === undefined ? undefined : pathToFileURL(resolve(manifest, '..', target)).href;
}

/** Whether a module could not be loaded because something is not installed: the module, or what it imports. */
export function isNotFound(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return /ERR_MODULE_NOT_FOUND|Cannot find|Failed to (?:load|resolve)/.test(`${code} ${error}`);
}

/** The release of a package as installed beside a file, else beside the CLI; undefined: a file, or it says none. */
export function versionBeside(name: string, file: string): string | undefined {
  for (const base of [pathToFileURL(file).href, import.meta.url]) {
    try {
      const manifest = findPackageJSON(name, base);
      if (manifest === undefined) continue;
      const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version?: unknown };
      return typeof version === 'string' ? version : undefined;
    } catch {
      // It is not there, or no package.
    }
  }
  return undefined;
}

/** Where a package.json says that a part of the package is, such as `.` or `./conformance`. */
export function entryOf(manifest: unknown, part: string): string | undefined {
  const { exports } = manifest as { readonly exports?: unknown };
  const parts = typeof exports === 'object' && exports !== null ? exports : { '.': exports };
  const isMap = Object.keys(parts).some((key) => key.startsWith('.'));
  return targetOf(isMap ? (parts as Readonly<Record<string, unknown>>)[part] : parts);
}

function targetOf(entry: unknown): string | undefined {
  if (typeof entry === 'string') return entry;
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { node, import: imported, default: usual } = entry as Readonly<Record<string, unknown>>;
  return targetOf(node) ?? targetOf(imported) ?? targetOf(usual);
}
