// Builds the tables of ids from the data beside it: `npm run ids`.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { readIdData } from './data.ts';
import { tablesOf } from './tables.ts';
import { faultsOf } from './validate.ts';

const root = path.join(import.meta.dirname, '..', '..');
const data = readIdData();
const faults = faultsOf(data);
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
const tables = tablesOf(data);
for (const { file, text } of tables) writeFileSync(path.join(root, file), text);
const biome = path.join(root, 'node_modules', '.bin', 'biome');
execFileSync(biome, ['format', '--write', ...tables.map(({ file }) => file)], {
  cwd: root,
  stdio: 'inherit',
});
