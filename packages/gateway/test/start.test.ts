import { afterAll, beforeAll, expect, test } from 'vitest';
import { client, openGateway } from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';

let market: Market;

beforeAll(async () => {
  market = await openMarket();
});
afterAll(async () => {
  await market[Symbol.asyncDispose]();
});

const eur = { amount: '5', currency: 'EUR' };

test.each([
  [{ budget: { ...eur, per: 'total' } as const }, 'gateway.clients[0].budget', 'rate between EUR and USD'],
  [{ currency: 'EUR' }, 'gateway.clients[0].budget', 'rate between USD and EUR'],
  [{ margin: { percent: '1000.1' } }, 'gateway.clients[0].margin.percent', 'from 0 to 1000'],
  [{ margin: { percent: '12,5' } }, 'gateway.clients[0].margin.percent', 'from 0 to 1000'],
  [{ maxPrice: eur }, 'gateway.clients[0].maxPrice', 'rate between EUR and USD'],
])('a client whose amounts are of no use is refused: %#', async (settings, field, expected) => {
  const started = openGateway(market.addresses, { clients: [client(settings)] });
  await expect(started).rejects.toMatchObject({ code: 'INVALID_INPUT', details: { field } });
  await expect(started).rejects.toThrow(expected);
});

test('an address that cannot be listened at is told as what it is', async () => {
  await using first = await openGateway(market.addresses);
  const port = Number(new URL(first.url).port);
  await expect(openGateway(market.addresses, { port })).rejects.toMatchObject({
    details: { field: 'gateway.port' },
  });
  for (const host of ['192.0.2.1', 'no-such-host.invalid']) {
    await expect(openGateway(market.addresses, { host })).rejects.toMatchObject({
      details: { field: 'gateway.host' },
    });
  }
});
