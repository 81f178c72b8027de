import { readFileSync } from 'node:fs';
import { arzancell, arzancellDialect } from '@numroute/arzancell';
import { memoryJournal } from '@numroute/journal';
import { createRouter } from '@numroute/router';
import { createWorld, startSandbox } from '@numroute/testkit';
import { pino } from 'pino';
import { expect, test } from 'vitest';

test('what the README of the router strikes out leaves neither phones nor codes in a log', async () => {
  const readme = readFileSync(new URL('../../router/README.md', import.meta.url), 'utf8');
  const redact = [...readme.matchAll(/'(event\.[\w.]+)'/g)].map(([, path = '']) => path);
  const lines: string[] = [];
  const log = pino({ redact }, { write: (line) => void lines.push(line) });
  const world = createWorld({
    currency: 'USD',
    offers: [{ service: 'telegram', country: 'EE', price: '0.25', stock: 1 }],
  });
  await using sandbox = await startSandbox({ world, dialect: arzancellDialect() });
  const shop = { apiKey: world.secret, baseUrl: sandbox.url, allowInsecureHttp: true };
  await using router = createRouter({
    providers: [arzancell.create(shop)],
    journal: memoryJournal({ acceptOrphans: true }),
    onEvent: (event) => log.info({ event }),
  });
  const order = await router.buy({ service: 'telegram' }, { maxPrice: '0.50 USD' });
  world.receiveSms(order.id, 'Your code: 04567');
  expect((await router.code(order)).code).toBe('04567');
  const written = lines.join('');
  expect(written).toContain('order-changed');
  expect(written).not.toContain('04567');
  expect(written).not.toContain(order.phone?.slice(1));
});
