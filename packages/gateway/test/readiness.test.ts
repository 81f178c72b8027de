import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog, routerEvents, routerOrders, startGateway } from '@numroute/gateway';
import { sqliteJournal } from '@numroute/journal';
import { createRates, createRouter } from '@numroute/router';
import { expect, test } from 'vitest';
import { client } from './support/gateway.ts';

test('it is ready while the journal can be read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'numroute-ready-'));
  const journal = sqliteJournal({ file: join(folder, 'journal.sqlite') });
  const rates = createRates();
  const events = routerEvents();
  const router = createRouter({ providers: [], rates, journal, onEvent: events.tell });
  await using gateway = await startGateway({
    orders: await routerOrders({ router, journal, rates, events }),
    settings: { port: 0, clients: [client()] },
    log: createLog({ write: () => undefined }),
  });
  const ready = async () => await fetch(`${gateway.url}/readyz`);
  expect((await ready()).status).toBe(200);
  await journal.close();
  const unready = await ready();
  expect(unready.status).toBe(503);
  expect(await unready.json()).toMatchObject({ moneyMayHaveMoved: false });
  expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
  const stranger = await fetch(`${gateway.url}/metrics`);
  expect([stranger.status, stranger.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  await router.close();
  rmSync(folder, { recursive: true });
});
