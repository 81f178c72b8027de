import { money, type Offer } from '@numroute/core';
import type { Reply, RequestDescription } from '@numroute/http';
import { expect, test } from 'vitest';
import { createAdapter } from '../src/adapter.ts';
import plugin from '../src/index.ts';

// The replies of the vendor's page, letter for letter: the kit proves that the adapter keeps the
// contract with the vendor that dialect.ts plays, these prove that it is the vendor of the page.

const adapter = createAdapter('otter');
const reply = (text: string, status = 200, headers: Reply['headers'] = {}): Reply => ({
  status,
  headers,
  at: 0,
  text,
});

/** A vendor that answers from a list, and remembers what it was asked. */
function answering(...replies: readonly Reply[]) {
  const left = [...replies];
  const asked: RequestDescription[] = [];
  const send = async (request: RequestDescription): Promise<Reply> => {
    asked.push(request);
    return left.shift() ?? reply('', 500);
  };
  return Object.assign(send, { asked });
}

const order =
  '{"id": "3762", "phone": "37255500001", "service": "tg", "country": "ee", "cents": 11, "state": "waiting", "sms": [], "ordered_at": 1767225600, "expires_at": 1767226800}';
const offers =
  '{"offers": [{"service": "tg", "country": "ee", "cents": 11, "stock": 5}, {"service": "tg", "country": "ee", "cents": 14, "stock": 40}]}';

async function firstOffer(): Promise<Offer> {
  const [offer] = [...(await adapter.listOffers(answering(reply(offers)), {}))];
  if (!offer) throw new Error('the page lists an offer');
  return offer;
}

test('the offers of the page', async () => {
  const send = answering(reply(offers));
  const listed = [...(await adapter.listOffers(send, { service: 'telegram', country: 'EE' }))];
  expect(send.asked).toMatchObject([{ path: ['offers'], query: { service: 'tg', country: 'ee' } }]);
  expect(listed.map(({ service, country, price, stock }) => [service, country, price.amount, stock])).toEqual(
    [
      ['telegram', 'EE', '0.11', 5],
      ['telegram', 'EE', '0.14', 40],
    ],
  );
});

test('a purchase asks for the codes of the offer, and for no more than the cap', async () => {
  const offer = await firstOffer();
  expect(adapter.purchase.describe(offer, money('0.149', 'USD'))).toEqual({
    method: 'POST',
    path: ['orders'],
    query: { service: 'tg', country: 'ee', max_cents: '14' },
  });
  expect(adapter.purchase.read(reply(order, 201), offer)).toEqual({
    outcome: 'accepted',
    receipt: {
      id: '3762',
      phone: '+37255500001',
      service: 'telegram',
      country: 'EE',
      status: 'open',
      messages: [],
      price: { amount: '0.11', currency: 'USD' },
      orderedAt: 1_767_225_600_000,
      expiresAt: 1_767_226_800_000,
    },
  });
});

test.each([
  [409, '{"error": {"code": "no_stock"}}', { outcome: 'rejected', code: 'OUT_OF_STOCK' }],
  [
    409,
    '{"error": {"code": "over_max", "cents": 15}}',
    { outcome: 'rejected', code: 'PRICE_ABOVE_LIMIT', price: { amount: '0.15', currency: 'USD' } },
  ],
  [
    429,
    '{"error": {"code": "slow_down"}}',
    { outcome: 'rejected', code: 'RATE_LIMITED', retryAfterMs: 3000 },
  ],
  // The word without its status, the status without its word, and a word that promises nothing.
  [200, '{"error": {"code": "no_stock"}}', { outcome: 'unknown' }],
  [409, '{"error": {"code": "no"}}', { outcome: 'unknown' }],
  [500, '{"error": {"code": "broken"}}', { outcome: 'unknown' }],
  [200, order, { outcome: 'unknown' }],
])('what the purchase reply %i %s proves', async (status, text, outcome) => {
  const read = adapter.purchase.read(reply(text, status, { 'retry-after': '3' }), await firstOffer());
  expect(read).toMatchObject(outcome);
});

test.each(['""', '"pending"', 'null', '"0915"'])(
  'an order whose phone is %s is an order all the same',
  async (phone) => {
    const text = order.replace('"37255500001"', phone);
    const outcome = adapter.purchase.read(reply(text, 201), await firstOffer());
    expect(outcome).toMatchObject({ outcome: 'accepted', receipt: { id: '3762', status: 'open' } });
    expect(JSON.stringify(outcome)).not.toContain('phone');
  },
);

test.each(['"$0.11"', '"0,11"', 'null', '0.11', '-11'])(
  'a list with the price %s is not understood',
  async (cents) => {
    const strange = reply(offers.replace('11', cents));
    await expect(adapter.listOffers(answering(strange), {})).rejects.toMatchObject({ code: 'UNREADABLE' });
  },
);

test('an order has a path of its own, and each call its method', async () => {
  const send = answering(reply(order), reply(order), reply(order));
  await adapter.fetchOrder(send, '3762');
  await adapter.cancelOrder?.(send, '3762');
  await adapter.finishOrder?.(send, '3762');
  expect(send.asked).toEqual([
    { path: ['orders', '3762'] },
    { method: 'DELETE', path: ['orders', '3762'] },
    { method: 'POST', path: ['orders', '3762', 'done'] },
  ]);
});

test('every SMS is told, as it was written', async () => {
  const sms = (text: string, at: number) => `{"from": "Telegram", "text": "${text}", "received_at": ${at}}`;
  const both = `[${sms('Your code: 012345', 1767225700)}, ${sms('Your code: 678901', 1767225800)}]`;
  const text = order.replace('waiting', 'received').replace('[]', both);
  expect(await adapter.fetchOrder(answering(reply(text)), '3762')).toMatchObject({
    status: 'delivered',
    messages: [
      { text: 'Your code: 012345', from: 'Telegram', receivedAt: 1_767_225_700_000 },
      { text: 'Your code: 678901', from: 'Telegram', receivedAt: 1_767_225_800_000 },
    ],
  });
});

test('a purchase is named, and found by its name', async () => {
  const { query } = adapter.purchase.describe(await firstOffer(), money('0.11', 'USD'), 'my-7');
  expect(query).toEqual({ service: 'tg', country: 'ee', max_cents: '11', ref: 'my-7' });
  const named = order.replace('{', '{"ref": "my-7", ');
  const send = answering(reply(named), reply(order), reply('{"error": {"code": "no_such_order"}}', 404));
  expect(await adapter.findOrder?.(send, 'my-7')).toMatchObject({ id: '3762', attempt: 'my-7' });
  expect(send.asked).toEqual([{ path: ['refs', 'my-7'] }]);
  // A reply without the name is no answer.
  await expect(adapter.findOrder?.(send, 'my-7')).rejects.toMatchObject({ code: 'UNREADABLE' });
  await expect(adapter.findOrder?.(send, 'my-7')).rejects.toMatchObject({ code: 'UNKNOWN_ORDER' });
});

test('the history has every page, and no price of what came back', async () => {
  const over = (id: string, state: string) => order.replace('3762', id).replace('waiting', state);
  const send = answering(
    reply(`{"orders": [${over('3762', 'done')}], "next": "3762"}`),
    reply(`{"orders": [${over('3763', 'cancelled')}, ${over('3764', 'expired')}]}`),
  );
  const reports = await adapter.listHistory?.(send, { from: 1_767_225_600_500, to: 1_767_226_800_500 });
  expect(reports?.map(({ id, status, price }) => [id, status, price?.amount])).toEqual([
    ['3762', 'finished', '0.11'],
    ['3763', 'cancelled', undefined],
    ['3764', 'expired', undefined],
  ]);
  expect(send.asked).toEqual([
    { path: ['past'], query: { from: '1767225600', to: '1767226801' } },
    { path: ['past'], query: { from: '1767225600', to: '1767226801', after: '3762' } },
  ]);
});

test('the open orders are those of every page', async () => {
  const later = order.replace('3762', '3763');
  const send = answering(reply(`{"orders": [${order}], "next": "3762"}`), reply(`{"orders": [${later}]}`));
  expect((await adapter.listOpenOrders?.(send))?.map(({ id }) => id)).toEqual(['3762', '3763']);
  expect(send.asked.map(({ query }) => query)).toEqual([{}, { after: '3762' }]);
});

test('the balance of the page', async () => {
  expect(await adapter.fetchBalance?.(answering(reply('{"cents": 1250}')))).toEqual(money('12.5', 'USD'));
});

test('settings are checked, and the key is not repeated', () => {
  expect(() => plugin.parseSettings({ apiKey: 'a key with blanks' })).toThrow(/^apiKey: /);
  expect(plugin.parseSettings({ apiKey: 'secret', timeoutMs: 5000 })).toEqual({
    apiKey: 'secret',
    timeoutMs: 5000,
  });
});
