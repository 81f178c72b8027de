import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { NumrouteError } from '@numroute/core';
import { EXIT } from '../exit-codes.ts';
import { type Io, printJson } from '../io.ts';
import { type AdapterKind, type NewFile, renderAdapter } from '../vendors/new-adapter.ts';

/**
 * Writes the package of a new adapter.
 *
 * @throws {NumrouteError} INVALID_INPUT The name, or a directory that is not empty or cannot be written.
 */
export async function newAdapter(
  io: Io,
  name: string,
  kind: AdapterKind,
  directory: string | undefined,
  json: boolean,
): Promise<number> {
  const files = await renderAdapter(name, kind);
  const target = resolve(io.cwd, directory ?? `numroute-${name}`);
  await requireEmpty(target);
  try {
    for (const file of files) await write(target, file);
  } catch (error) {
    throw NumrouteError.input('directory', 'a directory that can be written', `${target}: ${codeOf(error)}`);
  }
  if (json) {
    printJson(io, { directory: target, files: files.map(({ path }) => path) });
    return EXIT.ok;
  }
  const place = relative(io.cwd, target);
  io.stdout.write(`${target}: ${files.length} files.\n\n`);
  if (place !== '') io.stdout.write(`  cd ${place}\n`);
  io.stdout.write('  npm install\n  npm test\n\n');
  io.stdout.write(
    'It speaks the dialect of an invented vendor, and is green. VENDOR.md is the page to replace first;\n' +
      'node_modules/numroute/docs/writing-an-adapter.md goes on from there.\n',
  );
  return EXIT.ok;
}

async function write(target: string, { path, text }: NewFile): Promise<void> {
  const file = join(target, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text, { flag: 'wx' });
}

/** A repository that was only just begun counts as empty. */
async function requireEmpty(target: string): Promise<void> {
  let names: readonly string[];
  try {
    names = await readdir(target);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw NumrouteError.input('directory', 'a directory, or a name that is free', target);
  }
  const found = names.find((name) => name !== '.git');
  if (found === undefined) return;
  throw NumrouteError.input('directory', 'an empty directory', `${target}, which holds ${found}`);
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code);
}
