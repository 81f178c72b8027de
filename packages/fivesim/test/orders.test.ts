import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/support/runs.ts';
import { fivesimAdapter } from '../src/index.ts';
import { fakeSend, listOf, page, reply, row } from './support.ts';

const adapter = fivesimAdapter();
const ID = '1081142764';
const fetchIt = (text: string, status = 200) => adapter.fetchOrder(fakeSend(reply(text, status)), ID);
const error = (code: string, details: object = {}) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) });
const withStatus = (status: string, text: string = page.sale) =>
  text.replace(/"status":"\w+"/, `"status":"${status}"`);

test('an order, as recorded', async () => {
  const send = fakeSend(page.order);
  expect(await adapter.fetchOrder(send, ID)).toEqual({
    id: ID,
    status: 'finished',
    messages: [
      {
        text: 'Your verification code is 459260',
        code: '459260',
        from: 'Google',
        receivedAt: Date.parse('2026-08-29T11:30:11.1Z'),
      },
    ],
    phone: '+447700000000',
    service: 'google',
    country: 'GB',
    pool: 'virtual53',
    price: { amount: '0.2', currency: 'USD' },
    orderedAt: Date.parse('2026-08-29T11:29:02.689Z'),
    expiresAt: Date.parse('2026-08-29T11:49:02.689Z'),
  });
  expect(send.asked).toEqual([{ path: ['user', 'check', ID] }]);
});

test.each([
  ['PENDING', 'open', 'delivered'],
  ['RECEIVED', 'open', 'delivered'],
  ['FINISHED', 'finished', 'finished'],
  ['CANCELED', 'cancelled', 'cancelled'],
  ['BANNED', 'cancelled', 'cancelled'],
  ['TIMEOUT', 'gone', 'finished'],
])('%s is %s, and with an SMS %s', async (status, without, withSms) => {
  expect((await fetchIt(withStatus(status))).status).toBe(without);
  expect((await fetchIt(withStatus(status, page.order))).status).toBe(withSms);
  expect((await fetchIt(withStatus(status).replace('null', '[]'))).status).toBe(without);
});

test('an SMS without a code is one by its text', async () => {
  const sms = '"sms":[{"text":"Welcome","code":""},{"text":"0042","code":"0042"},{"text":"","code":""}]';
  expect((await fetchIt(page.sale.replace('"sms":null', sms))).messages).toEqual([
    { text: 'Welcome' },
    { text: '0042', code: '0042' },
    { text: '' },
  ]);
});

test.each([
  ['a state that nobody knows', withStatus('NEW')],
  ['no state', page.sale.replace('"status":"RECEIVED",', '')],
  ['another order', page.sale.replace(ID, '7')],
  ['SMS that are no list', page.sale.replace('"sms":null', '"sms":"none"')],
  ['an SMS whose text is none', page.sale.replace('"sms":null', '"sms":[{"text":7e3,"code":{}}]')],
  ['a sentence that nobody knows', 'success'],
  ['nothing', ''],
  ['null', 'null'],
])('%s is not understood', async (_, text) => {
  await expect(fetchIt(text)).rejects.toThrow(error('UNREADABLE'));
});

describe('what it says instead of an order', () => {
  test.each([
    ['order not found', 404, 'UNKNOWN_ORDER', {}],
    ['order not found', 400, 'UNKNOWN_ORDER', {}],
    ['record not found', 400, 'UNKNOWN_ORDER', {}],
    ['order expired', 400, 'WRONG_STATE', { final: true }],
    ['order has sms', 400, 'WRONG_STATE', { final: true }],
    ['hosting order', 400, 'WRONG_STATE', { final: true }],
    ['order no sms', 400, 'WRONG_STATE', {}],
    ['you need to wait time', 400, 'WRONG_STATE', {}],
    ['too many requests', 429, 'RATE_LIMITED', {}],
    ['api limit is 100 requests per second', 503, 'RATE_LIMITED', {}],
    ['ip address limit is 100 requests per second', 503, 'RATE_LIMITED', {}],
    ['', 401, 'UNAUTHORIZED', {}],
    ['error code: 1010', 403, 'UNAVAILABLE', {}],
    ['server offline', 200, 'UNAVAILABLE', {}],
    ['internal error', 500, 'UNAVAILABLE', {}],
    ['order not found', 500, 'UNAVAILABLE', {}],
    ['order has sms', 502, 'UNAVAILABLE', {}],
    [page.order, 500, 'UNAVAILABLE', {}],
    [page.order, 400, 'UNAVAILABLE', {}],
  ])('%j with %i is %s', async (text, status, code, details) => {
    await expect(fetchIt(text, status)).rejects.toThrow(error(code, details));
  });

  test('how long it asks to wait', async () => {
    const answer = reply('too many requests', 429, { 'retry-after': '7' });
    const asked = adapter.fetchOrder(fakeSend(answer), ID);
    await expect(asked).rejects.toThrow(error('RATE_LIMITED', { retryAfterMs: 7000 }));
  });

  test('an order is not unknown because a list or the balance says so', async () => {
    const answer = reply('record not found', 400);
    await expect(adapter.listOpenOrders?.(fakeSend(answer))).rejects.toThrow(error('UNAVAILABLE'));
    await expect(adapter.fetchBalance?.(fakeSend(answer))).rejects.toThrow(error('UNAVAILABLE'));
  });
});

test.each(['', '0', '-1', '1/../2', 'profile', '12345678901234567890123'])(
  'the id %j is none of 5sim, and nobody is asked',
  async (id) => {
    const send = fakeSend();
    await expect(adapter.fetchOrder(send, id)).rejects.toThrow(error('UNKNOWN_ORDER', { id }));
    await expect(adapter.cancelOrder?.(send, id)).rejects.toThrow(error('UNKNOWN_ORDER', { id }));
    expect(send.asked).toEqual([]);
  },
);

describe('an end', () => {
  const missing = reply('order not found', 400);

  test('a cancel is cancelled by the word of the order', async () => {
    const send = fakeSend(withStatus('CANCELED'));
    expect(await adapter.cancelOrder?.(send, ID)).toMatchObject({ status: 'cancelled' });
    expect(send.asked).toEqual([{ path: ['user', 'cancel', ID] }]);
    expect(await adapter.cancelOrder?.(fakeSend(page.sale), ID)).toMatchObject({ status: 'open' });
  });

  test('of an order that is not found any more, the order itself tells what became of it', async () => {
    const send = fakeSend(missing, withStatus('CANCELED'));
    expect(await adapter.cancelOrder?.(send, ID)).toMatchObject({ status: 'cancelled' });
    expect(send.asked.map(({ path }) => path?.[1])).toEqual(['cancel', 'check']);
    const again = fakeSend(missing, page.order);
    expect(await adapter.finishOrder?.(again, ID)).toMatchObject({ status: 'finished' });
  });

  test('one that ended otherwise is refused for good, one that lives for now', async () => {
    const { cancelOrder } = adapter;
    for (const ended of [page.order, withStatus('TIMEOUT')]) {
      await expect(cancelOrder?.(fakeSend(missing, ended), ID)).rejects.toThrow(
        error('WRONG_STATE', { final: true }),
      );
    }
    const alive = cancelOrder?.(fakeSend(missing, page.sale), ID);
    await expect(alive).rejects.toThrow(error('WRONG_STATE', { vendorWord: 'order not found' }));
    await expect(alive).rejects.not.toHaveProperty('details.final');
  });

  test('one that nobody knows is unknown', async () => {
    const unknown = adapter.cancelOrder?.(fakeSend(missing, reply('order not found', 404)), ID);
    await expect(unknown).rejects.toThrow(error('UNKNOWN_ORDER', { id: ID }));
  });
});

test('the balance, as recorded', async () => {
  const send = fakeSend(page.profile);
  expect(await adapter.fetchBalance?.(send)).toEqual({ amount: '21.6408', currency: 'USD' });
  expect(send.asked).toEqual([{ path: ['user', 'profile'] }]);
  await expect(adapter.fetchBalance?.(fakeSend('{"balance":"much"}'))).rejects.toThrow(error('UNREADABLE'));
  await expect(adapter.fetchBalance?.(fakeSend('{}'))).rejects.toThrow(error('UNREADABLE'));
});

describe('open orders', () => {
  const NOW = Date.parse('2026-08-29T12:00:00Z');
  const DAY = 86_400_000;
  /** So many rows from this id down, a minute apart. */
  const rows = (from: number, length: number, status: string, at: number) =>
    Array.from({ length }, (_, n) => row(from - n, status, at - n * 60_000));
  const open = (...pages: readonly (readonly string[])[]) => {
    const send = fakeSend(...pages.map((all) => reply(listOf(all), 200, {}, NOW)));
    return { send, found: adapter.listOpenOrders?.(send).then((all) => all.map(({ id }) => id)) };
  };

  test('a short page is the last, and only what lives is told', async () => {
    const { send, found } = open([
      row(9, 'PENDING', NOW),
      row(8, 'RECEIVED', NOW - 1),
      row(7, 'CANCELED', NOW - 2),
      row(6, 'FINISHED', NOW - 3),
      row(5, 'TIMEOUT', NOW - 4),
      row(4, 'BANNED', NOW - 5),
    ]);
    expect(await found).toEqual(['9', '8']);
    expect(send.asked).toEqual([
      {
        path: ['user', 'orders'],
        query: { category: 'activation', limit: '100', offset: '0', order: 'id', reverse: 'true' },
        maxBytes: 1_048_576,
      },
    ]);
  });

  test('a full page of today leads to the next, and what moved between them is told once', async () => {
    const { send, found } = open(rows(300, 100, 'RECEIVED', NOW), [
      row(201, 'RECEIVED', NOW - 99 * 60_000),
      ...rows(200, 2, 'RECEIVED', NOW - 100 * 60_000),
    ]);
    const ids = await found;
    expect(ids).toHaveLength(102);
    expect(ids?.at(-1)).toBe('199');
    expect(send.asked.map(({ query }) => query?.['offset'])).toEqual(['0', '100']);
  });

  test('a full page that ends yesterday is the last', async () => {
    const { send, found } = open(rows(300, 100, 'FINISHED', NOW - DAY + 60_000));
    expect(await found).toEqual([]);
    expect(send.asked).toHaveLength(1);
  });

  test.each(['', '0001-01-01T00:00:00Z'])('a row whose time is %j proves no age', async (time) => {
    const old = rows(300, 100, 'FINISHED', NOW - 3 * DAY).map((text) =>
      text.replace(/"created_at":"[^"]*"/, `"created_at":"${time}"`),
    );
    const { send, found } = open(old, []);
    expect(await found).toEqual([]);
    expect(send.asked).toHaveLength(2);
  });

  test.each([
    ['that is not the newest first', [row(8, 'FINISHED', NOW), row(9, 'RECEIVED', NOW)]],
    ['with a row of an unknown state', [row(9, 'RECEIVED', NOW), row(8, 'NEW', NOW)]],
    ['with a row without an id', [row(9, 'RECEIVED', NOW).replace('"id":9', '"id":null')]],
    ['with a row whose id is no number', [row(9, 'RECEIVED', NOW).replace('"id":9', '"id":"A-9"')]],
    ['with a row that is none', ['7']],
  ])('a list %s is an error', async (_, all) => {
    await expect(open(all).found).rejects.toThrow(error('UNREADABLE'));
  });

  test.each(['{"Data":null}', '{}', 'null', '[]', ''])('%j is no empty list', async (text) => {
    await expect(adapter.listOpenOrders?.(fakeSend(text))).rejects.toThrow(error('UNREADABLE'));
  });

  test('pages that do not end are an error', async () => {
    const full = reply(listOf(rows(300, 100, 'RECEIVED', NOW)), 200, {}, NOW);
    const send = fakeSend(...Array.from({ length: 1100 }, () => full));
    await expect(adapter.listOpenOrders?.(send)).rejects.toThrow(error('UNREADABLE'));
  });
});

test('whatever comes to a read, nothing but one of our errors is thrown', async () => {
  const member = fc.anything();
  const orders = fc
    .record({
      id: fc.constantFrom(1_081_142_764, '7', null),
      status: fc.oneof(fc.constant('RECEIVED'), member),
      sms: member,
      phone: member,
      price: member,
      expires: member,
    })
    .map((value) => JSON.stringify(value) ?? '');
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(orders, fc.json(), fc.string()),
      fc.constantFrom(200, 400, 404, 500),
      async (text, status) => {
        const asks = [
          () => fetchIt(text, status),
          async () => adapter.cancelOrder?.(fakeSend(reply(text, status)), ID),
          async () => adapter.listOpenOrders?.(fakeSend(reply(text, status))),
          async () => adapter.fetchBalance?.(fakeSend(reply(text, status))),
        ];
        for (const ask of asks) {
          await ask().catch((thrown: unknown) => expect(thrown).toMatchObject({ name: 'NumrouteError' }));
        }
      },
    ),
    { numRuns: runs(200) },
  );
});
