import { systemClock } from '@numroute/core';
import { mcpEndpoint } from '@numroute/mcp';
import { expect, test } from 'vitest';
import { openGateway, until as sooner } from '../../gateway/test/support/gateway.ts';
import { openMarket } from '../../gateway/test/support/market.ts';
import { until } from '../src/until.ts';
import { agentAt, ERAS } from './support/agent.ts';
import { callAt } from './support/calls.ts';

test('two hundred who wait for one order cost its vendor no question more, and all hear of its code', {
  timeout: 120_000,
}, async () => {
  await using market = await openMarket();
  await using running = await openGateway(market.addresses, {}, undefined, undefined, [mcpEndpoint()]);
  const ask = (name: string, given: object) => callAt(running.url, name, given);
  const { quote } = await ask('compare_prices', { service: 'telegram', country: ['EE'] });
  const { order_id: id, phone } = await ask('buy_number', { quote });
  const asked = (): number => market.vendors.reduce((n, { sandbox }) => n + sandbox.requests.length, 0);
  // A hundred answers of one token may be open at a time, on one connection each.
  const waits = Array.from({ length: 90 }, () => ask('wait_for_code', { order_id: id, seconds: 50 }));
  const before = asked();
  const looks = Array.from({ length: 200 }, () => ask('list_orders', {}));
  await Promise.all(looks.slice(0, 5));
  await Promise.allSettled(looks);
  const world = market.vendors.find((one) => one.world.orders.some((order) => order.phone === phone))?.world;
  world?.receiveSms(world.orders.find((order) => order.phone === phone)?.id ?? '', 'Your code: 445566');
  const told = await Promise.all(waits);
  expect(told.every(({ code }) => code === '445566')).toBe(true);
  // The router's own looks, every few seconds.
  expect(asked() - before).toBeLessThan(40);
});

test.each(ERAS)(
  'a call that is cancelled ends at once, and the order stays as it is, in %s',
  {
    timeout: 120_000,
  },
  async (era) => {
    await using market = await openMarket();
    await using running = await openGateway(market.addresses, {}, undefined, undefined, [mcpEndpoint()]);
    const agent = await agentAt(running.url, { era });
    const { quote } = await agent.call('compare_prices', { service: 'telegram', country: ['EE'] });
    const { order_id: id } = await agent.call('buy_number', { quote });
    const stop = new AbortController();
    const heard: string[] = [];
    const call = agent.client.callTool(
      { name: 'wait_for_code', arguments: { order_id: id, seconds: 50 } },
      {
        signal: stop.signal,
        onprogress: ({ progress, message }) => {
          heard.push(`${progress} ${message}`);
          stop.abort();
        },
      },
    );
    await expect(call).rejects.toThrow();
    expect(heard[0]).toMatch(/^1 Waiting for the SMS, \d+ s$/);
    expect(await agent.call('wait_for_code', { order_id: id, seconds: 0 })).toMatchObject({
      status: 'waiting',
    });
    expect(await agent.call('cancel_order', { order_id: id })).toMatchObject({ status: 'cancelled' });
    expect(market.charges()).toBe(1);
  },
);

test('whoever waits is freed by a find, by the time and by the signal, and listens no more', async () => {
  const listening = new Set<() => void>();
  const listen = (wake: () => void): (() => void) => {
    listening.add(wake);
    return () => listening.delete(wake);
  };
  const clock = systemClock;
  let found: string | undefined;
  const all = [
    until(async () => found, { clock, forMs: 60_000, listen }),
    until(async () => undefined, { clock, forMs: 1, listen }),
  ];
  const stop = new AbortController();
  const stopped = until(async () => undefined, { clock, forMs: 60_000, listen, signal: stop.signal });
  await sooner(() => listening.size === 2);
  stop.abort();
  expect(await stopped).toBeUndefined();
  expect(await all[1]).toBeUndefined();
  found = 'here';
  for (const wake of listening) wake();
  expect(await all[0]).toBe('here');
  expect(listening.size).toBe(0);
});
