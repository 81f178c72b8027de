import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ran, withConfig } from './io.ts';

/** A third party's plugin, which imports nothing of ours. */
const source = `export default {
  id: 'acme',
  apiVersion: 1,
  parseSettings: (raw) => raw,
  create: ({ price }) => ({
    manifest: {
      id: 'acme',
      apiVersion: 1,
      limits: { requests: 10, perMs: 1000, concurrent: 2 },
      traits: { priceGuard: true, stock: 'exact', refundsOnCancel: true },
      timing: { pollMs: 1000 },
    },
    listOffers: async () => [
      { provider: 'acme', service: 'telegram', country: 'EE', price: { amount: price, currency: 'USD' }, stock: 1, handle: '' },
    ],
    purchase: async () => { throw new Error('not for sale'); },
    fetchOrder: async () => { throw new Error('no orders'); },
  }),
};
`;

test('a plugin is loaded from a file beside the config', async () => {
  await withConfig({ providers: [{ plugin: './acme.mjs', settings: { price: '0.3' } }] }, async (cwd) => {
    await writeFile(join(cwd, 'acme.mjs'), source);
    const { code, out } = await ran(['compare', 'telegram'], { cwd });
    expect(out).toMatch(/0\.3 USD.*acme/);
    expect(code).toBe(0);
  });
});

test('a plugin is loaded from node_modules beside the config, also one that exports to import alone', async () => {
  await withConfig({ providers: [{ plugin: 'numroute-acme', settings: { price: '0.4' } }] }, async (cwd) => {
    const folder = join(cwd, 'node_modules', 'numroute-acme');
    await mkdir(folder, { recursive: true });
    const manifest = {
      name: 'numroute-acme',
      version: '1.0.0',
      type: 'module',
      exports: { '.': { import: './index.js' } },
    };
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
    await writeFile(join(folder, 'index.js'), source);
    const { code, out } = await ran(['compare', 'telegram'], { cwd });
    expect(out).toMatch(/0\.4 USD.*acme/);
    expect(code).toBe(0);
    const balance = await ran(['balance'], { cwd });
    expect(balance.out).toContain('cannot be asked for its balance');
  });
});

test('a plugin that breaks while loading is named', async () => {
  await withConfig({ providers: [{ plugin: './broken.mjs' }] }, async (cwd) => {
    await writeFile(join(cwd, 'broken.mjs'), `throw new Error('out of order');`);
    const { code, err } = await ran(['balance'], { cwd });
    expect(err).toContain('providers[0].plugin');
    expect(err).toContain('out of order');
    expect(code).toBe(2);
  });
});
