import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ran, terminal, widest, withConfig } from './io.ts';

/** A third party's conformance module over no wire, with one lie. */
const source = (flaw = '') => `
const done = (id) => ({ id, status: 'cancelled', messages: [] });
export default {
  create: ({ world: { shop } }) => ({
    manifest: Object.freeze({
      id: 'acme',
      apiVersion: 1,
      limits: Object.freeze({ requests: 10, perMs: 1000, concurrent: 2 }),
      traits: Object.freeze({ priceGuard: true, stock: 'exact', refundsOnCancel: true, messages: 'many' }),
      timing: Object.freeze({ pollMs: 1000 }),
    }),
    listOffers: async (query, { signal }) => {
      signal.throwIfAborted();
      return (await shop.listOffers(query)).map((offer) => ({ ...offer, provider: 'acme' }));
    },
    purchase: async ({ provider, service, country, handle }, { maxPrice, signal }) => {
      signal.throwIfAborted();
      const fit = provider === 'acme' && handle.startsWith('{');
      if (!fit) throw await refuse();
      return shop.purchase({ service, country, maxPrice });
    },
    fetchOrder: async (id, { signal }) => (signal.throwIfAborted(), shop.fetchOrder(id)),
    cancelOrder: async (id, { signal }) => (signal.throwIfAborted(), ${flaw || 'shop.cancelOrder(id)'}),
  }),
};
/** Made by whoever has the class: this file imports nothing of ours. */
async function refuse() {
  const error = new Error('offer: expected an offer of acme');
  const details = { field: 'offer', expected: 'an offer of acme' };
  Object.defineProperty(error, Symbol.for('@numroute/core/NumrouteError'), { value: true });
  return Object.assign(error, { name: 'NumrouteError', code: 'INVALID_INPUT', details, moneyMayHaveMoved: false });
}
`;

test('our own packages are found without being installed, and one profile can be chosen', async () => {
  const { code, out, err } = await ran(['verify', '@numroute/sms-activate', 'daisysms', '--case', 'cancel/']);
  expect(err).toBe('');
  expect(out).toMatch(/✓ daisysms: \d+ kept/);
  expect(out).toContain('Every promise is kept.');
  expect(code).toBe(0);
});

test('a file is verified, case by case if wanted', async () => {
  await withConfig('{}', async (cwd) => {
    await writeFile(join(cwd, 'acme.mjs'), source());
    const { code, out } = await ran(['verify', './acme.mjs', '--all'], { cwd });
    expect(out).toMatch(/✓ \.\/acme\.mjs: \d+ kept, \d+ absent/);
    expect(out).toContain('  ✓ C24 cancel/refunds');
    expect(code).toBe(0);
  });
});

test('a broken promise is shown with its clause, and the exit code is 7', async () => {
  await withConfig('{}', async (cwd) => {
    await writeFile(join(cwd, 'acme.mjs'), source('done(id)'));
    const { code, out } = await ran(['verify', './acme.mjs', '--case', 'cancel/'], {
      ...terminal(80),
      cwd,
    });
    expect(out).toMatch(/✗ \.\/acme\.mjs: \d+ kept, \d+ broken/);
    expect(out).toContain('✗ C26 cancel/too-early');
    expect(out).toContain('expected WRONG_STATE');
    expect(widest(out)).toBeLessThanOrEqual(80);
    expect(code).toBe(7);
  });
});

test('the last line tells of the deviations, and what does not work at all is one failure', async () => {
  await withConfig('{}', async (cwd) => {
    const reason = 'the vendor confirms by mail alone, see its page on refunds';
    const deviations = ['refunds', 'too-early', 'after-the-code', 'after-the-end'].map((name) => ({
      case: `cancel/${name}`,
      reason,
    }));
    const deviating = source('done(id)').replace(
      'create:',
      `deviations: ${JSON.stringify(deviations)}, create:`,
    );
    await writeFile(join(cwd, 'acme.mjs'), deviating);
    const { code, out } = await ran(['verify', './acme.mjs', '--case', 'cancel/refunds'], { cwd });
    expect(out).toContain('Every promise is kept, but for 1 deviation.');
    expect(code).toBe(0);
    await writeFile(join(cwd, 'dead.mjs'), source().replace('shop.purchase({', 'shop.purchases({'));
    const dead = await ran(['verify', './dead.mjs'], { cwd });
    expect(dead.out).toContain('0 kept, 1 broken');
    expect(dead.out).toContain('0 orders sold');
    expect(dead.code).toBe(7);
  });
});

test('--json is one document with every result', async () => {
  await withConfig('{}', async (cwd) => {
    await writeFile(join(cwd, 'acme.mjs'), source('done(id)'));
    const { code, out } = await ran(['verify', './acme.mjs', '--case', 'cancel/', '--json'], { cwd });
    const said = JSON.parse(out);
    expect(said.passed).toBe(false);
    expect(said.providers[0].counts.fail).toBeGreaterThan(0);
    expect(said.providers[0].results).toContainEqual(
      expect.objectContaining({ case: 'cancel/too-early', clause: 'C26', verdict: 'fail' }),
    );
    expect(code).toBe(7);
  });
});

test('a package is found in node_modules and as a folder, by what it exports as ./conformance', async () => {
  await withConfig('{}', async (cwd) => {
    const folder = join(cwd, 'node_modules', 'numroute-acme');
    await mkdir(folder, { recursive: true });
    const manifest = {
      name: 'numroute-acme',
      version: '1.0.0',
      type: 'module',
      exports: { '.': './index.js', './conformance': { import: './proof.js' } },
    };
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
    await writeFile(join(folder, 'proof.js'), source());
    for (const target of ['numroute-acme', './node_modules/numroute-acme']) {
      const { code, out, err } = await ran(['verify', target, '--case', 'offers/'], { cwd });
      expect(err).toBe('');
      expect(out).toContain(`✓ ${target}:`);
      expect(code).toBe(0);
    }
    const { code } = await ran(['verify', '.'], { cwd: folder });
    expect(code).toBe(0);
  });
});

test.each([
  [['verify', 'numroute-nowhere'], 'package'],
  [['verify', './missing.mjs'], 'package'],
  [['verify', './empty.mjs'], 'default export'],
  [['verify', '@numroute/sms-activate', 'herosmz'], 'name: expected one of'],
  [['verify', '@numroute/arzancell', '--case', 'nothing/'], '--case'],
])('%o is bad input', async (argv, said) => {
  await withConfig('{}', async (cwd) => {
    await writeFile(join(cwd, 'empty.mjs'), 'export default { acme: 1 };');
    const { code, err } = await ran(argv, { cwd });
    expect(err).toContain(said);
    expect(code).toBe(2);
  });
});
