import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { arzancellDialect } from '@numroute/arzancell';
import { money } from '@numroute/core';
import { sqliteJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import { createWorld, paperProvider, startSandbox } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { ran } from './io.ts';

test('an order that an earlier process left open is shown, and cancelled', async () => {
  const cwd = await mkdtemp(path.join(tmpdir(), 'numroute-journal-'));
  const world = createWorld({
    currency: 'IRT',
    offers: [{ service: 'telegram', country: 'EE', pool: '3', price: '8400', stock: 3 }],
  });
  const sandbox = await startSandbox({ world, dialect: arzancellDialect() });
  try {
    const config = {
      providers: [
        {
          plugin: '@numroute/arzancell',
          settings: { apiKey: { env: 'KEY' }, baseUrl: sandbox.url, allowInsecureHttp: true },
        },
      ],
      journal: 'orders.sqlite',
    };
    await writeFile(path.join(cwd, 'numroute.config.json'), JSON.stringify(config));

    // The earlier process: it bought, and was gone before anybody cancelled.
    const journal = sqliteJournal({ file: path.join(cwd, 'orders.sqlite') });
    const router = createRouter({ providers: [paperProvider(world, { id: 'arzancell' })], journal });
    const order = await router.buy(
      { service: 'telegram', country: 'EE' },
      { maxPrice: money('9000', 'IRT') },
    );
    await router.close();
    await journal.close();

    const options = { cwd, env: { KEY: world.secret } };
    const shown = await ran(['orders'], options);
    expect(shown).toMatchObject({ code: 0, err: '' });
    expect(shown.out).toContain(
      `arzancell/${order.id}  ${order.phone}  telegram EE  8,400 IRT  open, no code yet`,
    );
    const cancelled = await ran(['cancel', `arzancell/${order.id}`, '--refund-wait', '0s'], options);
    expect(cancelled.code).toBe(0);
    expect(cancelled.out).toMatch(/^Order arzancell\/\d+ is cancelled\. Refund not seen yet: /);
    expect(world.orders.map(({ status }) => status)).toEqual(['cancelled']);
    expect((await ran(['orders'], options)).out).toBe('Nothing is open.\n');
    expect(await ran(['cancel', 'nonsense'], options)).toMatchObject({ code: 2 });
  } finally {
    await sandbox.close();
    await rm(cwd, { recursive: true, force: true });
  }
});

test('without a journal in the config, there is one beside it', async () => {
  const cwd = await mkdtemp(path.join(tmpdir(), 'numroute-journal-'));
  try {
    const config = { providers: [{ plugin: '@numroute/arzancell', settings: { apiKey: { env: 'KEY' } } }] };
    await writeFile(path.join(cwd, 'numroute.config.json'), JSON.stringify(config));
    const { code, err } = await ran(['orders', 'forget', '--older-than', '1h'], {
      cwd,
      env: { KEY: 'a-key-of-some-length' },
    });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    await access(path.join(cwd, 'numroute.sqlite'));
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
});

test('a damaged journal is refused with what to do, buys nothing, and gives out what can still be read', async () => {
  const cwd = await mkdtemp(path.join(tmpdir(), 'numroute-journal-'));
  const file = path.join(cwd, 'orders.sqlite');
  const world = createWorld({
    currency: 'IRT',
    offers: [{ service: 'telegram', country: 'EE', price: '8400', stock: 3 }],
  });
  try {
    const provider = { plugin: '@numroute/arzancell', settings: { apiKey: { env: 'KEY' } } };
    const config = { providers: [provider], journal: 'orders.sqlite' };
    await writeFile(path.join(cwd, 'numroute.config.json'), JSON.stringify(config));
    const journal = sqliteJournal({ file });
    const router = createRouter({ providers: [paperProvider(world, { id: 'arzancell' })], journal });
    const want = { service: 'telegram', country: 'EE' };
    const order = await router.buy(want, { maxPrice: money('9000', 'IRT') });
    await router.close();
    await journal.close();
    const whole = await readFile(file);
    await writeFile(file, whole.fill(0, 0, 100));

    const options = { cwd, env: { KEY: 'secret-key-of-somebody' } };
    const refused = await ran(['buy', 'telegram', '--max', '9000IRT'], options);
    expect(refused).toMatchObject({ code: 2, out: '' });
    for (const part of ['damaged', 'orders.sqlite', 'numroute orders export --rescue'])
      expect(refused.err.replaceAll(/\s+/g, ' ')).toContain(part);
    const rescued = await ran(['orders', 'export', '--rescue'], options);
    expect(rescued.code).toBe(0);
    const lines = rescued.out.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).kind)).toEqual(['intent', 'bought']);
    expect(JSON.parse(lines[1] ?? '').order.id).toBe(order.id);
    expect(rescued.err).toBe('2 events read.\n');
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
});
