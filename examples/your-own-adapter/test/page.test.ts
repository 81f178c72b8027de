import { money, type Offer } from '@numroute/core';
import type { RequestDescription } from '@numroute/http';
import { expect, test } from 'vitest';
import { createAdapter } from '../src/adapter.ts';
import plugin from '../src/index.ts';

// The replies of the vendor's page, letter for letter: the kit proves that the adapter keeps the
// contract with the vendor that dialect.ts plays, these prove that it is the vendor of the page.

const adapter = createAdapter('pigeon');
const asked: RequestDescription[] = [];
const answering = (text: string) => async (request: RequestDescription) => {
  asked.push(request);
  return { status: 200, headers: {}, at: 0, text };
};
const result = (body: string): string => `{"jsonrpc": "2.0", "id": 1, "result": ${body}}`;
const flight =
  '{"flight": "3762", "ring": "37255500001", "cents": "11", "state": "up", "letters": [], "until": 1767226800}';

const shelf =
  '{"jsonrpc": "2.0", "id": 1, "result": {"shelf": [{"service": "tg", "country": "ee", "ladder": [{"cents": "11", "birds": 5}, {"cents": "14", "birds": 40}]}]}}';

test('a ladder is an offer for each rung', async () => {
  const offers = [...(await adapter.listOffers(answering(shelf), { service: 'telegram', country: 'EE' }))];
  expect(asked.at(-1)).toMatchObject({ json: { method: 'shelf', params: { service: 'tg', country: 'ee' } } });
  expect(offers.map(({ service, country, price, stock }) => [service, country, price.amount, stock])).toEqual(
    [
      ['telegram', 'EE', '0.11', 5],
      ['telegram', 'EE', '0.14', 40],
    ],
  );
});

test('a purchase asks for the codes of the offer, and for no more than the cap', async () => {
  const [offer] = (await adapter.listOffers(answering(shelf), {})) as Iterable<Offer> & [Offer];
  expect(adapter.purchase.describe(offer, money('0.149', 'USD'))).toEqual({
    json: {
      jsonrpc: '2.0',
      id: 1,
      method: 'fly',
      params: { service: 'tg', country: 'ee', most: '14' },
    },
  });
  const reply = { status: 200, headers: {}, at: 0, text: result(`{"flights": [${flight}]}`) };
  expect(adapter.purchase.read(reply, offer)).toMatchObject({
    outcome: 'accepted',
    receipt: {
      id: '3762',
      phone: '+37255500001',
      status: 'open',
      price: { amount: '0.11', currency: 'USD' },
    },
  });
});

test.each([
  [
    '{"jsonrpc": "2.0", "id": 1, "error": {"code": "no_birds"}}',
    { outcome: 'rejected', code: 'OUT_OF_STOCK' },
  ],
  [
    '{"jsonrpc": "2.0", "id": 1, "error": {"code": "seed_too_dear", "cents": "15"}}',
    { outcome: 'rejected', code: 'PRICE_ABOVE_LIMIT', price: { amount: '0.15', currency: 'USD' } },
  ],
  [
    '{"jsonrpc": "2.0", "id": 1, "error": {"code": "hush", "wait": 3}}',
    { outcome: 'rejected', code: 'RATE_LIMITED', retryAfterMs: 3000 },
  ],
  [
    '{"jsonrpc": "2.0", "id": 1, "error": {"code": "hush", "wait": 0}}',
    { outcome: 'rejected', code: 'RATE_LIMITED' },
  ],
  ['{"jsonrpc": "2.0", "id": 1, "error": {"code": "storm"}}', { outcome: 'unknown' }],
  ['{"jsonrpc": "2.0", "id": 1, "error": {"code": -32600}}', { outcome: 'unknown' }],
  [result('{"flights": []}'), { outcome: 'unknown' }],
  // A refusal and a sale in one reply prove neither.
  [result(`{"flights": [${flight}]}, "error": {"code": "no_birds"}`), { outcome: 'unknown' }],
])('what the purchase reply %s proves', async (text, outcome) => {
  const [offer] = (await adapter.listOffers(answering(shelf), {})) as Iterable<Offer> & [Offer];
  expect(adapter.purchase.read({ status: 200, headers: {}, at: 0, text }, offer)).toMatchObject(outcome);
});

test.each(['""', '"pending"', 'null', '"0915"'])(
  'a flight whose ring is %s is an order all the same',
  async (ring) => {
    const [offer] = (await adapter.listOffers(answering(shelf), {})) as Iterable<Offer> & [Offer];
    const text = result(`{"flights": [${flight.replace('"37255500001"', ring)}]}`);
    const outcome = adapter.purchase.read({ status: 200, headers: {}, at: 0, text }, offer);
    expect(outcome).toMatchObject({ outcome: 'accepted', receipt: { id: '3762', status: 'open' } });
    expect(JSON.stringify(outcome)).not.toContain('phone');
  },
);

test.each(['"$0.11"', '"0,11"', 'null', '0.11'])(
  'a shelf with the price %s is not understood',
  async (cents) => {
    const strange = shelf.replace('"11"', cents);
    await expect(adapter.listOffers(answering(strange), {})).rejects.toMatchObject({ code: 'UNREADABLE' });
  },
);

test('a letter is a message, as it was written', async () => {
  const letter = '[{"text": "Your code: 012345", "at": 1767225600}]';
  const text = result(`{"flight": ${flight.replace('up', 'landed').replace('[]', letter)}}`);
  expect(await adapter.fetchOrder(answering(text), '3762')).toMatchObject({
    status: 'delivered',
    messages: [{ text: 'Your code: 012345', receivedAt: 1_767_225_600_000 }],
  });
});

test('the open orders are those of every page', async () => {
  const later = result(`{"flights": [${flight.replace('3762', '3763')}]}`);
  const pages = [result(`{"flights": [${flight}], "next": "3762"}`), later];
  const send = async (request: RequestDescription) => await answering(pages.shift() ?? '')(request);
  expect((await adapter.listOpenOrders?.(send))?.map(({ id }) => id)).toEqual(['3762', '3763']);
  expect(asked.slice(-2)).toMatchObject([
    { json: { method: 'flights' } },
    { json: { method: 'flights', params: { after: '3762' } } },
  ]);
});

test('settings are checked, and the key is not repeated', () => {
  expect(() => plugin.parseSettings({ apiKey: 'a key with blanks' })).toThrow(/^apiKey: /);
  expect(plugin.parseSettings({ apiKey: 'secret', timeoutMs: 5000 })).toEqual({
    apiKey: 'secret',
    timeoutMs: 5000,
  });
});
