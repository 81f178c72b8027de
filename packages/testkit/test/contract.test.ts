import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { cases } from '../src/index.ts';

const page = readFileSync(path.join(import.meta.dirname, '../../../docs/contract.md'), 'utf8');
const clauses = [...page.matchAll(/^\*\*(C\d+)\. /gm)].map(([, clause]) => clause);

test('the clauses are numbered one after another', () => {
  expect(clauses.length).toBeGreaterThan(0);
  expect(clauses).toEqual(clauses.map((_, n) => `C${n + 1}`));
});

test('every clause has a case that proves it', () => {
  const cited = new Set<string>(cases.map(({ clause }) => clause));
  expect(clauses.filter((clause) => clause !== undefined && !cited.has(clause))).toEqual([]);
});

test('every case cites a clause', () => {
  const known = new Set<string | undefined>(clauses);
  expect(cases.filter(({ clause }) => !known.has(clause)).map(({ id }) => id)).toEqual([]);
});

test('no two cases have the same id', () => {
  const ids = cases.map(({ id }) => id);
  expect(ids.filter((id, n) => ids.indexOf(id) !== n)).toEqual([]);
});
