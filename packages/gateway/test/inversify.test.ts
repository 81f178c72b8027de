import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { arzancell, arzancellDialect } from '@numroute/arzancell';
import { createLog, type GatewaySettings } from '@numroute/gateway';
import { GATEWAY, gatewayModule } from '@numroute/gateway/inversify';
import { journalModule, providerModule, RATES, ROUTER, routerModule } from '@numroute/inversify';
import { sqliteJournal } from '@numroute/journal';
import { createWorld, startSandbox } from '@numroute/testkit';
import { Container } from 'inversify';
import { expect, onTestFinished, test } from 'vitest';
import { client, TOKEN, until } from './support/gateway.ts';
import { converter } from './support/market.ts';
import { oldClient } from './support/old-client.ts';

/** Four modules over one simulated vendor whose sale takes a while. */
async function shop(settings: Partial<GatewaySettings> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'numroute-modules-'));
  const world = createWorld({
    currency: 'IRT',
    offers: [{ service: 'telegram', country: 'EE', pool: '3', price: '8400', stock: 9 }],
    funds: '100000',
  });
  const sandbox = await startSandbox({ world, dialect: arzancellDialect() });
  onTestFinished(async () => {
    await sandbox.close();
    rmSync(folder, { recursive: true });
  });
  const file = join(folder, 'journal.sqlite');
  const container = new Container();
  container.load(
    gatewayModule(
      { port: 0, clients: [client({ currency: 'IRT' })], ...settings },
      { log: createLog({ write: () => undefined }) },
    ),
    journalModule(file),
    routerModule(),
    providerModule(arzancell, {
      apiKey: world.secret,
      baseUrl: sandbox.url,
      allowInsecureHttp: true,
      unit: 'Toman',
      limits: { requests: 1_000, perMs: 1_000, concurrent: 50 },
    }),
  );
  container.bind(RATES).toConstantValue(converter);
  return { container, file, world, sandbox };
}

test('a purchase under way ends, its client hears of it, and the journal has it when all is closed', async () => {
  const { container, file, world, sandbox } = await shop();
  const { url } = await container.get(GATEWAY).start();
  const sold = Promise.withResolvers<void>();
  sandbox.fault({
    when: 'after',
    kind: 'slow',
    until: sold.promise,
    match: ({ query }) => query.get('action') === 'get_number',
  });
  const ask = oldClient(`${url}/api/handler.php`, { key: 'api', token: TOKEN });
  const heard = ask({ action: 'get_number', server: 'any', country: 'ee', service: 'telegram' });
  await until(() => world.orders.length > 0);
  const unbound = container.unbindAllAsync();
  // Nobody new is let in any more: it is closing.
  await until(() =>
    fetch(`${url}/healthz`).then(
      () => false,
      () => true,
    ),
  );
  sold.resolve();
  expect(JSON.parse(await heard)).toMatchObject([{ order_id: '1' }]);
  await unbound;
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();

  const journal = sqliteJournal({ file });
  expect(await journal.list({})).toMatchObject([{ state: 'open', number: 1 }]);
  await journal.close();
});

test('one that cannot listen says so once, and everything is closed', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => taken.once('listening', done));
  const { port } = taken.address() as AddressInfo;
  const { container, file } = await shop({ port });
  const gateway = container.get(GATEWAY);
  await expect(gateway.start()).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    details: { field: 'gateway.port' },
  });
  const router = container.get(ROUTER);
  await container.unbindAllAsync();
  await expect(router.quote({ service: 'telegram' })).rejects.toMatchObject({ code: 'CLOSED' });
  await sqliteJournal({ file, lockTimeoutMs: 0 }).close();
  taken.close();
});

test('it is started once, and not after it was closed', async () => {
  const { container } = await shop();
  const gateway = container.get(GATEWAY);
  const [first, second] = await Promise.all([gateway.start(), gateway.start()]);
  expect(second).toBe(first);
  await container.unbindAllAsync();
  await expect(gateway.start()).rejects.toMatchObject({ code: 'CLOSED' });
});

test('a container that is unbound while it starts leaves nothing open', async () => {
  const { container, file } = await shop();
  const starting = container.get(GATEWAY).start();
  await container.unbindAllAsync();
  const { url } = await starting;
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  await sqliteJournal({ file, lockTimeoutMs: 0 }).close();
});
