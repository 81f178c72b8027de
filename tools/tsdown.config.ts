// How every package is built: one readable file of JavaScript and one of types for each entry of its `exports`
// and `bin`. What it depends on stays outside; what it has as a devDependency and imports is put in, such as
// lru-cache, whose own package is 3.6 MB of formats and maps.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'tsdown';

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly '@numroute/source'?: string }>>;
  readonly bin?: Readonly<Record<string, string>>;
}

const home = process.cwd();
const { exports, bin = {} }: Manifest = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8'));
const sources = [
  ...Object.values(exports).map((target) =>
    typeof target === 'string' ? undefined : target['@numroute/source'],
  ),
  ...Object.values(bin).map((target) => `./src/${path.basename(target, '.js')}.ts`),
].filter((source) => source !== undefined);

export default defineConfig({
  cwd: home,
  entry: Object.fromEntries(
    sources.map((source) => [/^\.\/src\/(.+)\.ts$/.exec(source)?.[1] ?? source, source]),
  ),
  platform: 'node',
  target: 'node22.19',
  fixedExtension: false,
  dts: { generator: 'oxc', sourcemap: false },
  deps: { onlyBundle: ['lru-cache'] },
  hooks: {
    'build:done': ({ chunks }) => {
      const modules = chunks.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
      const notices = [
        ...new Set(modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id) ?? [])),
      ];
      if (notices.length > 0) writeFileSync('dist/third-party.txt', notices.sort().map(noticeOf).join('\n'));
    },
  },
});

/** The licence of what is put in goes with it. */
function noticeOf(folder: string): string {
  const { name, version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  if (file === undefined) throw new Error(`${name} has no licence to go with it.`);
  return `${name} ${version}\n\n${readFileSync(path.join(folder, file), 'utf8')}`;
}
