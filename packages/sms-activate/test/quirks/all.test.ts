import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** The sheet has so many. */
const COUNT = 55;

/** Quirks of calls that this client never makes. */
const elsewhere: Readonly<Record<number, string>> = {
  46: 'getHistory is never asked: what was spent comes from the receipts and the journal',
  50: 'webhooks are not received: an order is followed by polling',
  54: 'names of services are never read from a site, so their language does not matter',
};

const texts = readdirSync(import.meta.dirname)
  .filter((file) => file !== 'all.test.ts')
  .map((file) => readFileSync(path.join(import.meta.dirname, file), 'utf8'));

const tested = new Set(
  texts.flatMap((text) => [...text.matchAll(/['"`]quirk (\d+): /g)].map(([, number]) => Number(number))),
);

test('every quirk is named by a test, or concerns calls that are never made', () => {
  const all = Array.from({ length: COUNT }, (_, at) => at + 1);
  expect(all.filter((number) => !tested.has(number) && !(number in elsewhere))).toEqual([]);
  expect([...tested].filter((number) => number > COUNT || number in elsewhere)).toEqual([]);
});

test('and they are never made', () => {
  const sources = readdirSync(path.join(import.meta.dirname, '../../src'), {
    recursive: true,
    encoding: 'utf8',
  });
  for (const file of sources.filter((name) => name.endsWith('.ts') && !name.startsWith('dialect'))) {
    const text = readFileSync(path.join(import.meta.dirname, '../../src', file), 'utf8');
    expect([file, text.includes("'getHistory'")]).toEqual([file, false]);
  }
});
