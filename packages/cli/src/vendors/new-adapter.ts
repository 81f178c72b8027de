import { readFile } from 'node:fs/promises';
import { NumrouteError } from '@numroute/core';
import { packageFile } from '../package-file.ts';

/** Written by the build, for the sources and the package alike: of each example adapter its vendor and its files. */
const templates = packageFile('new-adapter.json');

/** `rpc`: one address, and the call stands in the body. `rest`: a path and a method for each call. */
export type AdapterKind = 'rpc' | 'rest';

interface Template {
  /** The example's invented vendor. */
  readonly vendor: string;
  /** Text by path. */
  readonly files: Readonly<Record<string, string>>;
}

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
export async function renderAdapter(name: string, kind: AdapterKind): Promise<readonly NewFile[]> {
  const fits = name.length <= 40 && /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name) && name !== 'default';
  if (!fits || name.startsWith('numroute')) {
    throw NumrouteError.input('name', EXPECTED, JSON.stringify(name.slice(0, 60)));
  }
  const words = name.split('-');
  const title = words.map(capital).join(' ');
  const { vendor, files } = (await readTemplates())[kind];
  const spelling: Readonly<Record<string, string>> = {
    [`as ${vendor}`]: `as ${words.map((word, n) => (n === 0 ? word : capital(word))).join('')}`,
    [vendor.toUpperCase()]: name.toUpperCase().replaceAll('-', '_'),
    [capital(vendor)]: title,
    [vendor]: name,
  };
  const spellings = new RegExp(`as ${vendor}|${vendor}`, 'gi');
  const named = (text: string): string => text.replaceAll(spellings, (word) => spelling[word] ?? word);
  return Object.entries(files).map(([path, text]) => ({ path, text: named(text) }));
}

async function readTemplates(): Promise<Readonly<Record<AdapterKind, Template>>> {
  try {
    return JSON.parse(await readFile(templates, 'utf8'));
  } catch (error) {
    // A package that was installed has it.
    throw new Error(`${templates} is missing: build the CLI first.`, { cause: error });
  }
}

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);
