// Writes packages/cli/new-adapter.json, what `numroute new-adapter` writes: of each example adapter its vendor
// and its files by path, with the versions that somebody outside of this repository needs.
// One file, because npm packs no `.gitignore`. And packages/cli/docs, the pages of docs/. A part of the CLI's build.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const cli = path.join(root, 'packages', 'cli');

const templates = { rpc: templateOf('your-own-adapter'), rest: templateOf('your-rest-adapter') };
writeFileSync(path.join(cli, 'new-adapter.json'), `${JSON.stringify(templates, null, 2)}\n`);

const docs = path.join(root, 'docs');
const pages = readdirSync(docs, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
for (const page of pages) {
  const target = path.join(cli, 'docs', page);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, withoutDeadLinks(readFileSync(path.join(docs, page), 'utf8'), page));
}

/** What leads out of the package is plain text in it. */
function withoutDeadLinks(text: string, page: string): string {
  return text.replaceAll(/\[([^\]]+)\]\(([^)]+)\)/g, (link, words: string, target: string) => {
    const file = path.join(path.dirname(page), target.replace(/#.*/, ''));
    return /^(?:https?:|#)/.test(target) || pages.includes(file) ? link : words;
  });
}

function templateOf(name: string): object {
  const example = path.join(root, 'examples', name);
  // What git ignores there is no part of it.
  const names = readdirSync(example, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(example, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((name) => !/^(?:node_modules|dist|\.turbo)\/|\.tsbuildinfo$/.test(name))
    .sort();
  const files = names.map((name) => {
    const text = readFileSync(path.join(example, name), 'utf8');
    return [name, name === 'package.json' ? withVersions(text) : text];
  });
  const manifest: { name: string } = JSON.parse(readFileSync(path.join(example, 'package.json'), 'utf8'));
  return { vendor: manifest.name.replace('numroute-', ''), files: Object.fromEntries(files) };
}

/** Inside of the repository they are the workspace's and the catalog's. */
function withVersions(manifest: string): string {
  const catalog = readFileSync(path.join(root, 'pnpm-workspace.yaml'), 'utf8');
  const { version } = JSON.parse(readFileSync(path.join(cli, 'package.json'), 'utf8'));
  return manifest
    .replaceAll('workspace:*', `^${version}`)
    .replaceAll(/"([^"]+)": "catalog:"/g, (_, name: string) => {
      const found = new RegExp(`^ {2}"?${name}"?: (\\S+)$`, 'm').exec(catalog)?.[1];
      if (found === undefined) throw new Error(`The catalog has no ${name}.`);
      return `"${name}": "^${found}"`;
    });
}
