import { systemClock } from '@numroute/core';
import { hashToken } from '@numroute/gateway';
import { mcpEndpoint } from '@numroute/mcp';
import { expect, test } from 'vitest';
import { client, openGateway, until as sooner } from '../../gateway/test/support/gateway.ts';
import { openMarket } from '../../gateway/test/support/market.ts';
import { until } from '../src/until.ts';
import { agentAt, ERAS } from './support/agent.ts';
import { callAt } from './support/calls.ts';

test('two hundred who wait cost the vendors no question more, and all hear of their codes', {
  timeout: 120_000,
}, async () => {
  await using market = await openMarket();
  const tokens = ['token-of-client-one', 'token-of-client-two'];
  const clients = tokens.map((token, n) => client({ id: `client-${n}`, tokenHash: hashToken(token) }));
  await using running = await openGateway(market.addresses, { clients }, undefined, undefined, [
    mcpEndpoint(),
  ]);
  const asked = (): number => market.vendors.reduce((n, { sandbox }) => n + sandbox.requests.length, 0);
  const [one, two] = await Promise.all(
    tokens.map(async (token) => {
      const ask = (name: string, given: object) => callAt(running.url, name, given, { token });
      const { quote } = await ask('compare_prices', { service: 'telegram', country: ['EE'] });
      const { order_id: id, phone } = await ask('buy_number', { quote });
      return { ask, id, phone };
    }),
  );
  if (!one || !two) throw new Error('two clients buy');
  const before = asked();
  await Promise.all(Array.from({ length: 50 }, () => one.ask('list_orders', {})));
  // A token may have a hundred answers open at a time; one more is refused, and nothing else ends before a code.
  const waits = [one, two, one].flatMap(({ ask, id }, n) =>
    Array.from({ length: n < 2 ? 100 : 1 }, () => ask('wait_for_code', { order_id: id, seconds: 50 })),
  );
  await expect(Promise.race(waits)).rejects.toThrow(/429/);
  for (const { world } of market.vendors)
    for (const order of world.orders) world.receiveSms(order.id, `Your code: ${order.phone.slice(-6)}`);
  const told = await Promise.allSettled(waits);
  const codes = told.flatMap((each) => (each.status === 'fulfilled' ? [each.value['code']] : []));
  expect(codes).toEqual([one, two].flatMap(({ phone }) => Array(100).fill(phone.slice(-6))));
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
