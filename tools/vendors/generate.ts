// Writes the table of vendors into the README: `npm run vendors`.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { vendorTable, withTable } from './table.ts';

const file = path.join(import.meta.dirname, '..', '..', 'README.md');
writeFileSync(file, withTable(readFileSync(file, 'utf8'), await vendorTable()));
