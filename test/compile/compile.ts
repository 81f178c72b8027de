import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..', '..');
// Inside `examples`, because that is a package that depends on what a reader would install.
const home = path.join(root, 'examples');

/** What the compiler says of files as a reader would have them, a line for each error. */
export function compile(files: Readonly<Record<string, string>>): readonly string[] {
  const folder = mkdtempSync(path.join(home, 'compiled-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    writeFileSync(
      path.join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: '../../tsconfig.base.json',
        compilerOptions: { noEmit: true },
        include: ['*.ts'],
      }),
    );
    const tsc = path.join(root, 'node_modules', '.bin', 'tsc');
    try {
      execFileSync(tsc, ['-p', folder, '--pretty', 'false'], { encoding: 'utf8', cwd: folder });
      return [];
    } catch (error) {
      const said = String((error as { stdout?: unknown }).stdout);
      // What belongs to an error above is indented.
      return said.trim().split(/\n(?! )/);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
