import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { NumrouteError } from '@numroute/core';

/** Written by the build, for the sources and the package alike: examples/your-own-adapter, text by path. */
const template = fileURLToPath(new URL('../new-adapter.json', import.meta.url));

export interface NewFile {
  readonly path: string;
  readonly text: string;
}

const EXPECTED = "the vendor's name: lower-case letters, digits and single dashes, such as acme or acme-sms";

/**
 * The files of a new adapter, called by a vendor's name in the place of the example's.
 *
 * @throws {NumrouteError} INVALID_INPUT
 */
export async function renderAdapter(name: string): Promise<readonly NewFile[]> {
  const fits = name.length <= 40 && /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name) && name !== 'default';
  if (!fits || name.startsWith('numroute')) {
    throw NumrouteError.input('name', EXPECTED, JSON.stringify(name.slice(0, 60)));
  }
  const words = name.split('-');
  const title = words.map(capital).join(' ');
  const spelling: Readonly<Record<string, string>> = {
    'as pigeon': `as ${words.map((word, n) => (n === 0 ? word : capital(word))).join('')}`,
    PIGEON: name.toUpperCase().replaceAll('-', '_'),
    Pigeon: title,
    pigeon: name,
  };
  const named = (text: string): string =>
    text.replaceAll(/as pigeon|pigeon/gi, (word) => spelling[word] ?? word);
  const files: Readonly<Record<string, string>> = JSON.parse(await readTemplate());
  return Object.entries(files).map(([path, text]) => ({ path, text: named(text) }));
}

async function readTemplate(): Promise<string> {
  try {
    return await readFile(template, 'utf8');
  } catch (error) {
    // A package that was installed has it.
    throw new Error(`${template} is missing: build the CLI first.`, { cause: error });
  }
}

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);
