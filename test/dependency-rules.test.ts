import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const packages = path.join(import.meta.dirname, '..', 'packages');

/** Dependencies point down: what each package's sources may import, and nothing else. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  http: ['@numroute/core', 'got', 'hpagent', 'leven', 'socks', 'valibot', 'node:*'],
  arzancell: ['@numroute/core', '@numroute/http'],
  fivesim: ['@numroute/core', '@numroute/http', 'valibot'],
  numberland: ['@numroute/core', '@numroute/http', 'valibot'],
  onlinesim: ['@numroute/core', '@numroute/http', 'valibot'],
  'own-numbers': ['@numroute/core', '@numroute/http', 'node:*', 'valibot'],
  'sms-activate': ['@numroute/core', '@numroute/http'],
  smsman: ['@numroute/core', '@numroute/http', 'valibot'],
  smspool: ['@numroute/core', '@numroute/http', 'valibot'],
  smspva: ['@numroute/core', '@numroute/http', 'valibot'],
  textverified: ['@numroute/core', '@numroute/http', 'valibot'],
  vaksms: ['@numroute/core', '@numroute/http', 'valibot'],
  testkit: ['@numroute/core', 'node:*', 'vitest'],
  router: ['@numroute/core', '@numroute/journal', 'p-queue', 'lru-cache'],
  inversify: ['@numroute/core', '@numroute/journal', '@numroute/router', 'inversify'],
  journal: ['@numroute/core', 'node:*'],
  postgres: ['@numroute/core', '@numroute/journal', 'node:*', 'pg'],
  prices: ['@numroute/core', '@numroute/journal', 'node:*'],
  gateway: [
    '@fastify/static',
    '@fastify/swagger',
    '@numroute/arzancell',
    '@numroute/core',
    '@numroute/fivesim',
    '@numroute/http',
    '@numroute/inversify',
    '@numroute/journal',
    '@numroute/prices',
    '@numroute/router',
    '@numroute/sms-activate',
    'fastify',
    'inversify',
    'lru-cache',
    'node:*',
    'pino',
    'prom-client',
    'rate-limiter-flexible',
    'request-filtering-agent',
    'zod',
  ],
  mcp: [
    '@modelcontextprotocol/client',
    '@modelcontextprotocol/node',
    '@modelcontextprotocol/server',
    '@numroute/core',
    '@numroute/gateway',
    'node:*',
    'zod',
  ],
  cli: [
    '@clack/prompts',
    '@numroute/arzancell',
    '@numroute/core',
    '@numroute/fivesim',
    '@numroute/gateway',
    '@numroute/http',
    '@numroute/inversify',
    '@numroute/journal',
    '@numroute/mcp',
    '@numroute/numberland',
    '@numroute/onlinesim',
    '@numroute/postgres',
    '@numroute/prices',
    '@numroute/router',
    '@numroute/sms-activate',
    '@numroute/smsman',
    '@numroute/smspool',
    '@numroute/smspva',
    '@numroute/testkit',
    '@numroute/textverified',
    '@numroute/vaksms',
    'commander',
    'inversify',
    'node:*',
  ],
};

/** Declared although nobody imports it: whoever brings a container brings what the container asks for. */
const peersOf: Readonly<Record<string, string>> = { 'reflect-metadata': 'inversify' };

/** Declared although nobody imports it: it has no names of its own and no dialect, and a config names it. */
const loadedByName: readonly string[] = ['@numroute/own-numbers'];

/** The build puts these into the package, so nobody installs them: they are devDependencies. */
const builtIn: readonly string[] = ['lru-cache'];

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

function importsOf(folder: string): readonly string[] {
  const found = new Set<string>();
  if (!existsSync(folder)) return [];
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    const text = readFileSync(path.join(folder, file), 'utf8');
    for (const [, name] of text.matchAll(/(?:from|import)\s*\(?\s*'([^'.][^']*)'/g)) {
      if (name) found.add(name.startsWith('node:') ? 'node:*' : packageOf(name));
    }
  }
  return [...found].sort();
}

/** `@scope/name/part` is a part of `@scope/name`. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

const namesOf = (group: object | undefined): readonly string[] => Object.keys(group ?? {});

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));

describe('dependency rules', () => {
  test('every package has a row', () => {
    expect(readdirSync(packages).sort()).toEqual(Object.keys(mayImport).sort());
  });

  test.each(Object.keys(mayImport))('%s imports what it may, and declares what it imports', (name) => {
    const folder = path.join(packages, name);
    const allowed = mayImport[name] ?? [];
    const { dependencies, peerDependencies } = manifestOf(folder);
    const imports = importsOf(path.join(folder, 'src'));
    expect(imports.filter((one) => !allowed.includes(one))).toEqual([]);
    // A row of the table that nobody needs would let something in unseen.
    expect(allowed.filter((one) => !imports.includes(one))).toEqual([]);
    const declared = [...namesOf(dependencies), ...namesOf(peerDependencies)];
    const used = imports.filter((one) => one !== 'node:*' && !builtIn.includes(one));
    expect(used.filter((one) => !declared.includes(one))).toEqual([]);
    expect(
      declared
        .filter((one) => !loadedByName.includes(one))
        .filter((one) => !used.includes(one) && !used.some((other) => other === peersOf[one])),
    ).toEqual([]);
  });

  test.each(Object.keys(mayImport))('the tests of %s declare what they import, and no more', (name) => {
    const folder = path.join(packages, name);
    const manifest = manifestOf(folder);
    const { dependencies, peerDependencies, devDependencies } = manifest;
    const imports = [
      ...['test', 'bench', 'board'].flatMap((part) => importsOf(path.join(folder, part))),
      ...importsOf(path.join(folder, 'src')).filter((one) => builtIn.includes(one)),
    ];
    const everywhere = new Set([manifest.name, 'vitest', 'node:*']);
    const declared = [...namesOf(dependencies), ...namesOf(peerDependencies), ...namesOf(devDependencies)];
    expect(imports.filter((one) => !everywhere.has(one) && !declared.includes(one))).toEqual([]);
    const needed = [...imports, ...namesOf(peerDependencies)];
    expect(namesOf(devDependencies).filter((one) => !needed.includes(one))).toEqual([]);
  });

  test('inversify is brought by whoever has a container', () => {
    const { dependencies, peerDependencies } = manifestOf(path.join(packages, 'inversify'));
    expect(namesOf(dependencies).every((one) => one.startsWith('@numroute/'))).toBe(true);
    expect(namesOf(peerDependencies)).toEqual(['inversify', 'reflect-metadata']);
  });

  test('the gateway needs a container for its module alone', () => {
    const folder = path.join(packages, 'gateway');
    const { peerDependencies, peerDependenciesMeta } = manifestOf(folder);
    expect(namesOf(peerDependencies)).toEqual(['@numroute/inversify', 'inversify', 'reflect-metadata']);
    expect(Object.values(peerDependenciesMeta ?? {})).toEqual(Array(3).fill({ optional: true }));
    const asking = readdirSync(path.join(folder, 'src'), { recursive: true, encoding: 'utf8' }).filter(
      (file) =>
        file.endsWith('.ts') &&
        /from '[^']*inversify/.test(readFileSync(path.join(folder, 'src', file), 'utf8')),
    );
    expect(asking).toEqual(['inversify.ts']);
  });

  test('whoever serves no agents, or has one machine, installs nothing of what serves them', () => {
    const { dependencies, peerDependencies, peerDependenciesMeta } = manifestOf(path.join(packages, 'cli'));
    const optional = ['@numroute/mcp', '@numroute/postgres'];
    expect(namesOf(peerDependencies)).toEqual(optional);
    expect(peerDependenciesMeta).toEqual(
      Object.fromEntries(optional.map((name) => [name, { optional: true }])),
    );
    const theirs = Object.keys(mayImport).flatMap((name) =>
      namesOf(manifestOf(path.join(packages, name)).dependencies)
        .filter((one) => one.startsWith('@modelcontextprotocol/'))
        .map(() => name),
    );
    expect(new Set(theirs)).toEqual(new Set(['mcp']));
    expect(namesOf(dependencies).filter((name) => optional.includes(name))).toEqual([]);
  });

  test.each([
    ['your-own-adapter', ['valibot']],
    ['your-rest-adapter', ['valibot']],
  ])('%s needs the contract and the wire, and nothing that decides', (name, schemas) => {
    const folder = path.join(packages, '..', 'examples', name);
    const { dependencies, devDependencies } = manifestOf(folder);
    expect(namesOf(dependencies)).toEqual(['@numroute/core', '@numroute/http', ...schemas]);
    const imports = importsOf(path.join(folder, 'src'));
    expect(imports).toEqual(['@numroute/core', '@numroute/http', '@numroute/testkit', ...schemas]);
    expect(namesOf(devDependencies)).toContain('@numroute/testkit');
  });
});
