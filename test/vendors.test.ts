import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { vendorTable, withTable } from '../tools/vendors/table.ts';

const readme = readFileSync(path.join(import.meta.dirname, '..', 'README.md'), 'utf8');

test('the README tells of each vendor what its provider can do: `npm run vendors` writes it', async () => {
  const table = await vendorTable();
  expect(readme).toBe(withTable(readme, table));
  expect(table.split('\n').length).toBeGreaterThan(20);
});
