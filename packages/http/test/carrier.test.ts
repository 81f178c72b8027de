import { money, NumrouteError } from '@numroute/core';
import { expect, test } from 'vitest';
import {
  type Adapter,
  type Carriage,
  type Carrier,
  createHttpProvider,
  type WireRequest,
} from '../src/index.ts';
import { demo } from './fixtures/demo-adapter.ts';
import { KEY, offer } from './helpers.ts';

const adapter: Adapter = {
  ...demo,
  purchase: {
    describe: () => ({ query: { do: 'buy' } }),
    read: ({ text }) => ({ outcome: 'unknown', why: text }),
  },
  fetchOrder: async (send, id) => ({ id, status: 'open', messages: [{ text: (await send({})).text }] }),
};

test('another carrier takes the place of the sockets: reads may share one, a purchase gets its own', async () => {
  const seen: { readonly request: WireRequest; readonly carriage: Carriage }[] = [];
  let closed = 0;
  const carrier: Carrier = {
    carry: async (request, carriage) => {
      seen.push({ request, carriage });
      return { kind: 'reply', reply: { status: 200, headers: {}, text: `said ${KEY} here` } };
    },
    close: () => {
      closed += 1;
    },
  };
  const settings = { baseUrl: 'https://vendor.example/api', apiKey: KEY, purchaseTimeoutMs: 7, timeoutMs: 5 };
  const provider = createHttpProvider(adapter, { ...settings, carrier });
  const { signal } = new AbortController();

  // What it brings back is struck like any other reply.
  const { messages } = await provider.fetchOrder('1', { signal });
  expect(messages).toEqual([{ text: 'said [secret] here' }]);
  const bought = provider.purchase(offer, { signal, maxPrice: money('1', 'USD') });
  await expect(bought).rejects.toSatisfy((error) => NumrouteError.is(error, 'OUTCOME_UNKNOWN'));
  await provider.close?.();

  expect(seen.map(({ carriage }) => [carriage.fresh, carriage.timeoutMs])).toEqual([
    [false, 5],
    [true, 7],
  ]);
  expect(seen[1]?.request.url.searchParams.get('key')).toBe(KEY);
  expect(closed).toBe(1);
});
