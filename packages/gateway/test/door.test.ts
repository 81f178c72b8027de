import { createLog, openDoor, routerEvents, routerOrders, startGateway } from '@numroute/gateway';
import { memoryJournal } from '@numroute/journal';
import { createRates, createRouter } from '@numroute/router';
import { expect, test } from 'vitest';
import { client, TOKEN } from './support/gateway.ts';

const log = createLog({ write: () => undefined });
const settings = { port: 0, clients: [client()] };

async function open(door: Awaited<ReturnType<typeof openDoor>>) {
  const rates = createRates();
  const journal = memoryJournal({ acceptOrphans: true });
  const events = routerEvents();
  const router = createRouter({ providers: [], rates, journal, onEvent: events.tell });
  const orders = await routerOrders({ router, journal, rates, events });
  const gateway = await startGateway({ orders, settings, log, door });
  return {
    gateway,
    close: async () => {
      await gateway.close();
      await router.close();
    },
  };
}

test('it listens before and after its gateway, and says so to whoever asks', {
  timeout: 30_000,
}, async () => {
  await using door = await openDoor(settings, log);
  const get = async (path: string) =>
    await fetch(`${door.url}${path}`, { headers: { authorization: `Bearer ${TOKEN}` } });
  const standsBy = async () => {
    expect((await get('/healthz')).status).toBe(200);
    for (const path of [
      '/readyz',
      '/v1/orders',
      '/metrics',
      '/stubs/handler_api.php?action=getNumber&api_key=x&service=tg',
      '/nothing',
    ]) {
      const refused = await get(path);
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
      expect(await refused.json()).toMatchObject({
        code: 'NOT_OWNER',
        moneyMayHaveMoved: false,
        retryAfterMs: 5_000,
      });
    }
    const purchase = await fetch(`${door.url}/v1/orders`, { method: 'POST', body: '{"service":"telegram"}' });
    expect(purchase.status).toBe(503);
  };
  await standsBy();
  for (const _turn of ['first', 'second']) {
    const { gateway, close } = await open(door);
    expect(gateway.url).toBe(door.url);
    expect((await get('/readyz')).status).toBe(200);
    expect((await get('/v1/orders')).status).toBe(200);
    expect((await get('/nothing')).status).toBe(404);
    await close();
    await standsBy();
  }
});

test('what is under way is answered before the gateway has closed, and streams end', {
  timeout: 30_000,
}, async () => {
  await using door = await openDoor(settings, log);
  const { close } = await open(door);
  const stream = await fetch(`${door.url}/v1/events`, { headers: { authorization: `Bearer ${TOKEN}` } });
  expect(stream.status).toBe(200);
  const read = stream.text().then(
    () => 'ended',
    () => 'ended',
  );
  await close();
  expect(await read).toBe('ended');
  expect((await fetch(`${door.url}/readyz`)).status).toBe(503);
});

test('a name that is not ours is refused there, too', async () => {
  await using door = await openDoor(settings, log);
  const { request } = await import('node:http');
  const status = await new Promise((resolve, reject) => {
    request(`${door.url}/healthz`, { headers: { host: 'evil.example' } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
  expect(status).toBe(421);
});
