import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const packages = path.join(import.meta.dirname, '..', 'packages');

/** Dependencies point down: what each package's sources may import, and nothing else. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  http: ['@numroute/core', 'got', 'hpagent', 'node:*'],
  arzancell: ['@numroute/core', '@numroute/http'],
  'sms-activate': ['@numroute/core', '@numroute/http'],
  testkit: ['@numroute/core', 'node:*', 'vitest'],
  router: ['@numroute/core', 'p-queue', 'lru-cache'],
  inversify: ['@numroute/core', '@numroute/router', 'inversify', 'reflect-metadata'],
  journal: ['@numroute/core', '@numroute/router', 'node:*'],
  gateway: [
    '@fastify/static',
    '@fastify/swagger',
    '@numroute/arzancell',
    '@numroute/core',
    '@numroute/router',
    '@numroute/sms-activate',
    'fastify',
    'lru-cache',
    'node:*',
    'pino',
    'prom-client',
    'rate-limiter-flexible',
    'zod',
  ],
  cli: [
    '@numroute/arzancell',
    '@numroute/core',
    '@numroute/gateway',
    '@numroute/http',
    '@numroute/inversify',
    '@numroute/journal',
    '@numroute/router',
    '@numroute/sms-activate',
    '@numroute/testkit',
    'commander',
    'inversify',
    'node:*',
  ],
};

function importsOf(folder: string): Set<string> {
  const found = new Set<string>();
  for (const file of readdirSync(path.join(folder, 'src'), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    const text = readFileSync(path.join(folder, 'src', file), 'utf8');
    for (const [, name] of text.matchAll(/(?:from|import)\s*\(?\s*'([^'.][^']*)'/g)) {
      if (name) found.add(name);
    }
  }
  return found;
}

describe('dependency rules', () => {
  test('every package has a row', () => {
    expect(readdirSync(packages).sort()).toEqual(Object.keys(mayImport).sort());
  });

  test.each(Object.keys(mayImport))('%s imports what it may, and declares what it imports', (name) => {
    const folder = path.join(packages, name);
    const allowed = mayImport[name] ?? [];
    const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>;
      peerDependencies?: Record<string, string>;
    };
    const imports = [...importsOf(folder)];
    const strangers = imports.filter((one) =>
      one.startsWith('node:') ? !allowed.includes('node:*') : !allowed.includes(one),
    );
    expect(strangers).toEqual([]);
    const declared = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    const used = imports.filter((one) => !one.startsWith('node:'));
    expect(used.filter((one) => !declared.includes(one))).toEqual([]);
    expect(declared.filter((one) => !used.includes(one) && one !== 'reflect-metadata')).toEqual([]);
  });
});
