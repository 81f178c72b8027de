import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '..');
// Inside `examples`, because that is a package that depends on what a reader would install.
const home = path.join(root, 'examples');

/** Every TypeScript fence of every README, as a file of its own. */
function fences(): { readonly name: string; readonly code: string }[] {
  const readmes = [
    'README.md',
    ...readdirSync(path.join(root, 'packages')).map((one) => `packages/${one}/README.md`),
  ];
  return readmes.flatMap((readme) => {
    const text = readFileSync(path.join(root, readme), 'utf8');
    return [...text.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = ''], n) => ({
      name: `${readme.replaceAll(/\W/g, '-')}-${n}.ts`,
      code,
    }));
  });
}

test('the code in every README compiles', { timeout: 60_000 }, () => {
  const found = fences();
  expect(found.length).toBeGreaterThanOrEqual(5);
  const folder = mkdtempSync(path.join(home, 'readme-fences-'));
  try {
    for (const { name, code } of found) writeFileSync(path.join(folder, name), `${code}\nexport {};\n`);
    writeFileSync(
      path.join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: '../../tsconfig.base.json',
        compilerOptions: {
          noEmit: true,
          isolatedDeclarations: false,
          declaration: false,
          declarationMap: false,
        },
        include: ['*.ts'],
      }),
    );
    const tsc = path.join(root, 'node_modules', '.bin', 'tsc');
    let said = '';
    try {
      execFileSync(tsc, ['-p', folder], { encoding: 'utf8', cwd: root });
    } catch (error) {
      said = String((error as { stdout?: unknown }).stdout);
    }
    expect(said).toBe('');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
