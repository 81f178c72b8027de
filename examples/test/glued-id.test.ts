import { createHttpProvider } from '@numroute/http';
import { verify } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { createAdapter } from '../your-rest-adapter/src/adapter.ts';
import subject from '../your-rest-adapter/src/conformance.ts';

test('an id that is glued into a path is found: a step may end in it', { timeout: 60_000 }, async () => {
  const adapter = createAdapter('otter');
  const glued = await verify(
    {
      ...subject,
      create: ({ baseUrl, apiKey, timeoutMs }) =>
        createHttpProvider(
          {
            ...adapter,
            fetchOrder: (send, id) =>
              adapter.fetchOrder((request) => send({ ...request, path: `orders/${id}` }), id),
            cancelOrder: async (send, id) =>
              (await adapter.cancelOrder?.((request) => send({ ...request, path: `orders/${id}` }), id)) ??
              Promise.reject(new TypeError('Otter cancels')),
          },
          { baseUrl, apiKey, timeoutMs, purchaseTimeoutMs: timeoutMs, allowInsecureHttp: true },
        ),
    },
    { only: 'hostile-id/' },
  );
  const broken = glued.results.filter(({ verdict }) => verdict === 'fail').map((result) => result.case);
  expect(broken).toEqual(['hostile-id/fetchOrder', 'hostile-id/cancelOrder']);
});
