// Writes what `numroute new-adapter` writes: the files of examples/your-own-adapter, with the versions
// that somebody outside of this repository needs. Change those files, then run `npm run template`.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const example = path.join(root, 'examples', 'your-own-adapter');
const target = path.join(root, 'packages', 'cli', 'src', 'new-adapter', 'template.ts');

/** By their path. What git ignores there is no part of it. */
export function templateFiles(): Readonly<Record<string, string>> {
  const names = readdirSync(example, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(example, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((name) => !/^(?:node_modules|dist|\.turbo)\/|\.tsbuildinfo$/.test(name))
    .sort();
  return Object.fromEntries(
    names.map((name) => {
      const text = readFileSync(path.join(example, name), 'utf8');
      return [name, name === 'package.json' ? withVersions(text) : text];
    }),
  );
}

/** Inside of the repository they are the workspace's and the catalog's. */
function withVersions(manifest: string): string {
  const catalog = readFileSync(path.join(root, 'pnpm-workspace.yaml'), 'utf8');
  const { version } = JSON.parse(readFileSync(path.join(root, 'packages', 'cli', 'package.json'), 'utf8'));
  return manifest
    .replaceAll('workspace:*', `^${version}`)
    .replaceAll(/"([^"]+)": "catalog:"/g, (_, name: string) => {
      const found = new RegExp(`^ {2}"?${name}"?: (\\S+)$`, 'm').exec(catalog)?.[1];
      if (found === undefined) throw new Error(`The catalog has no ${name}.`);
      return `"${name}": "^${found}"`;
    });
}

function write(): void {
  const entries = Object.entries(templateFiles()).map(
    ([name, text]) => `  '${name}': \`${text.replaceAll(/[\\`]|\$(?=\{)/g, '\\$&')}\`,\n`,
  );
  writeFileSync(
    target,
    `/**
 * What a new adapter starts as, by path.
 *
 * Built from examples/your-own-adapter by \`npm run template\`: change that, not this.
 */
export const template: Readonly<Record<string, string>> = {
${entries.join('')}};
`,
  );
  execFileSync(path.join(root, 'node_modules', '.bin', 'biome'), ['check', '--write', target]);
}

if (import.meta.main) write();
