import { connect } from 'node:net';
import { money } from '@numroute/core';
import { createLog, type OrderRecord, type Orders, startGateway } from '@numroute/gateway';
import { expect, test } from 'vitest';
import { client, TOKEN, until } from './support/gateway.ts';

const record: OrderRecord = {
  number: 1,
  buyer: 'shop',
  key: 'k',
  boughtAt: 0,
  changedAt: 0,
  service: 'telegram',
  country: 'EE',
  state: 'doubt',
  cost: money('1', 'USD'),
  isOwed: true,
  refund: 'unknown',
};

/** Orders whose records change as often as the test says. */
function busyOrders(): { readonly orders: Orders; readonly listeners: Set<(record: OrderRecord) => void> } {
  const listeners = new Set<(record: OrderRecord) => void>();
  const nothing = (): Promise<never> => Promise.reject(new Error('not in this test'));
  return {
    listeners,
    orders: {
      quoteMarket: nothing,
      buy: nothing,
      recall: async () => ({}),
      getCode: nothing,
      recallCode: nothing,
      abandonCode: nothing,
      claim: nothing,
      find: async () => record,
      list: async () => [],
      past: async () => [],
      writeNote: nothing,
      hint: nothing,
      steps: nothing,
      readNotes: async () => new Map(),
      spend: nothing,
      spent: nothing,
      standing: () => [],
      disk: async () => undefined,
      trackRecord: nothing,
      rates: [],
      cancel: nothing,
      finish: nothing,
      requestAnotherSms: nothing,
      convert: (price) => price,
      providers: [],
      balance: nothing,
      onChange: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      onEvent: () => () => undefined,
    },
  };
}

test('a listener that does not read is cut off, and one that reads hears everything', {
  timeout: 30_000,
}, async () => {
  const { orders, listeners } = busyOrders();
  await using gateway = await startGateway({
    orders,
    settings: { port: 0, clients: [client()] },
    log: createLog({ write: () => undefined }),
  });
  const before = listeners.size;
  const { hostname, port } = new URL(gateway.url);
  const deaf = connect(Number(port), hostname);
  deaf.on('error', () => undefined);
  deaf.pause();
  deaf.write(`GET /v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${TOKEN}\r\n\r\n`);
  const stop = new AbortController();
  const reader = await fetch(`${gateway.url}/v1/events`, {
    headers: { authorization: `Bearer ${TOKEN}` },
    signal: stop.signal,
  });
  let heard = 0;
  const reading = (async () => {
    for await (const chunk of reader.body ?? [])
      heard += Buffer.from(chunk).toString().split('event: order').length - 1;
  })().catch(() => undefined);
  await until(() => listeners.size === before + 2);

  let told = 0;
  for (let round = 0; round < 2_000 && listeners.size > before + 1; round += 1) {
    for (let n = 0; n < 50; n += 1) {
      told += 1;
      for (const listener of [...listeners]) listener({ ...record, number: told });
    }
    await new Promise((done) => setImmediate(done));
  }
  expect(listeners.size).toBe(before + 1);
  await until(() => heard === told);
  stop.abort();
  await reading;
  await until(() => listeners.size === before);
  deaf.destroy();
});
