import { NumrouteError } from '@numroute/core';
import { template } from './template.ts';

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
export function renderAdapter(name: string): readonly NewFile[] {
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
  return Object.entries(template).map(([path, text]) => ({ path, text: named(text) }));
}

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);
