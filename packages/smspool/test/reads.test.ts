import { NumrouteError } from '@numroute/core';
import type { Reply } from '@numroute/http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/support/runs.ts';
import { smspoolAdapter } from '../src/index.ts';
import { fakeSend, page, reply } from './support.ts';

const adapter = smspoolAdapter();
const fetch = (answer: string | Reply) => adapter.fetchOrder(fakeSend({ 'sms/check': answer }), 'ABCDEFGH');
const open = (answer: string | Reply) => adapter.listOpenOrders?.(fakeSend({ 'request/active': answer }));
const list = async (answer: string | Reply, query = {}) => [
  ...(await adapter.listOffers(fakeSend({ 'sms/all_stock': answer }), query)),
];
const rejects = (code: string, word?: string) =>
  expect.objectContaining({ code, ...(word && { details: expect.objectContaining({ vendorWord: word }) }) });

describe('offers', () => {
  test('the sample of the documentation', async () => {
    expect(await list(page.stock)).toEqual([
      {
        provider: 'smspool',
        service: 'smspool:1',
        country: 'US',
        pool: '7',
        price: { amount: '0.24', currency: 'USD' },
        stock: 1468,
        handle: '{"service":"1","country":"1","pool":"7"}',
      },
    ]);
  });

  test.each([
    [{}, {}],
    [{ service: 'telegram' }, { service: '907' }],
    [{ country: 'GB' }, { country: '2' }],
    [
      { service: 'smspool:1227', country: 'smspool:17' },
      { service: '1227', country: '17' },
    ],
  ])('%j asks for %j', async (query, form) => {
    const send = fakeSend({ 'sms/all_stock': '[]' });
    expect([...(await adapter.listOffers(send, query))]).toEqual([]);
    expect(send.asked).toEqual([{ path: 'sms/all_stock', form, maxBytes: 33_554_432 }]);
  });

  test.each([{ service: 'divar' }, { service: '5sim:any' }, { service: 'smspool:x' }, { country: 'AQ' }])(
    '%j is nothing to sell, and no request',
    async (query) => {
      const send = fakeSend({});
      expect([...(await adapter.listOffers(send, query))]).toEqual([]);
      expect(send.asked).toEqual([]);
    },
  );

  const row = (changes: object) => JSON.stringify({ ...JSON.parse(page.stock)[0], ...changes });

  test('rows of something else, free ones and those that cannot be read are left out', async () => {
    const rows = [
      row({ service: 907 }),
      row({ service: 1012 }),
      row({ service: 907, country: 2 }),
      row({ service: 907, price: '0.00' }),
      row({ service: 'Telegram' }),
      row({ service: 907, pool: null }),
      row({ service: 907, pool: 3, price: '0.5', stock: null }),
      '7',
    ];
    const offers = await list(`[${rows.join()}]`, { service: 'telegram', country: 'US' });
    expect(offers.map(({ pool, price, stock }) => [pool, price.amount, stock])).toEqual([
      ['7', '0.24', 1468],
      ['3', '0.5', null],
    ]);
  });

  test('what SMSPool sells apart from Google keeps a name of its own', async () => {
    const offers = await list(`[${row({ service: 395 })},${row({ service: 1227 })}]`);
    expect(offers.map(({ service }) => service)).toEqual(['google', 'smspool:1227']);
  });

  test.each([
    ['prices that are none', `[${row({ price: '$0.24' })}]`],
    ['a refusal in the place of a list', page.missing],
    ['an object', '{}'],
    ['a list that is cut off', page.stock.slice(0, -1)],
  ])('%s: not understood', async (_, body) => {
    await expect(list(body)).rejects.toThrow(rejects('UNREADABLE'));
  });

  test.each(['[]', page.stock])('a server that failed has no list, whatever it says: %s', async (body) => {
    await expect(list(reply(body, 503))).rejects.toThrow(rejects('UNAVAILABLE'));
  });

  test('a wrong key', async () => {
    await expect(list(reply(page.wrongKey, 403))).rejects.toThrow(
      rejects('UNAUTHORIZED', 'key: Invalid API key'),
    );
  });
});

describe('an order', () => {
  const expiresAt = 1_704_562_249_000;
  test.each([
    [page.pending, { status: 'open', messages: [], expiresAt }],
    [
      page.completed,
      { status: 'delivered', messages: [{ code: '12345', text: 'Full code: 12345' }], expiresAt },
    ],
    [page.refunded, { status: 'cancelled', messages: [], expiresAt }],
    ['{"status":2}', { status: 'gone', messages: [] }],
    ['{"status":4,"resend":1}', { status: 'open', messages: [] }],
    ['{"status":4,"sms":"0123"}', { status: 'delivered', messages: [{ code: '0123' }], awaits: true }],
    ['{"status":5}', { status: 'cancelled', messages: [] }],
    ['{"status":7}', { status: 'open', messages: [] }],
    ['{"status":8}', { status: 'open', messages: [] }],
    ['{"status":"1","sms":"0","full_sms":""}', { status: 'open', messages: [] }],
    ['{"status":1,"sms":"4711"}', { status: 'delivered', messages: [{ code: '4711' }] }],
    ['{"status":3,"sms":"0","full_sms":"Hello"}', { status: 'delivered', messages: [{ text: 'Hello' }] }],
    ['{"status":3,"sms":"Hello you"}', { status: 'delivered', messages: [{ text: 'Hello you' }] }],
    ['{"status":3,"sms":"12 34"}', { status: 'delivered', messages: [{ code: '12 34' }] }],
  ])('%s', async (body, report) => {
    expect(await fetch(body)).toEqual({ id: 'ABCDEFGH', ...report });
  });

  test.each([
    '{"status":9}',
    '{"status":0}',
    '{}',
    '{"success":1}',
    '{"status":3}',
    '{"status":3,"sms":"0","full_sms":""}',
    '{"status":3,"sms":{"code":"12345"}}',
    '[]',
  ])('%s is not understood', async (body) => {
    await expect(fetch(body)).rejects.toThrow(rejects('UNREADABLE'));
  });

  test.each([
    ['UNKNOWN_ORDER', 404, page.unknownOrder],
    ['UNKNOWN_ORDER', 404, '{"success":0,"message":"<p>This order <b>could not</b> be found.</p>"}'],
    ['UNAUTHORIZED', 403, page.wrongKey],
    ['REJECTED', 400, page.missing],
    ['RATE_LIMITED', 429, ''],
    ['UNAVAILABLE', 404, '<html>404</html>'],
    ['UNAVAILABLE', 404, '{"success":0,"message":"Not found"}'],
    ['UNAVAILABLE', 403, '<html>Invalid API key</html>'],
    ['UNAVAILABLE', 500, page.completed],
    ['UNREADABLE', 200, page.unknownOrder],
  ])('%s: HTTP %d, %s', async (code, status, body) => {
    await expect(fetch(reply(body, status))).rejects.toThrow(rejects(code));
  });

  test('HTML is no word for a person', async () => {
    const html = '{"success":0,"message":"<p>Down for <b>maintenance</b></p>"}';
    await expect(fetch(reply(html, 503))).rejects.toThrow(rejects('UNAVAILABLE', 'Down for maintenance'));
  });
});

describe('a cancel', () => {
  const cancel = (answer: string | Reply, check: string | Reply = page.pending) => {
    const send = fakeSend({ 'sms/cancel': answer, 'sms/check': check });
    return { asked: send.asked, report: adapter.cancelOrder?.(send, 'ABCDEFGH') };
  };

  test('the sample of the documentation', async () => {
    const { asked, report } = cancel(page.cancelled);
    expect(await report).toEqual({ id: 'ABCDEFGH', status: 'cancelled', messages: [] });
    expect(asked).toEqual([{ path: 'sms/cancel', form: { orderid: 'ABCDEFGH' } }]);
  });

  test('an order that is not found, by the cancel and by the look at it, is unknown', async () => {
    const unknown = reply(page.unknownOrder, 404);
    await expect(cancel(unknown, unknown).report).rejects.toThrow(rejects('UNKNOWN_ORDER'));
    await expect(cancel(unknown, page.pending).report).rejects.toThrow(rejects('WRONG_STATE'));
  });

  test('too early is WRONG_STATE, and no more is asked', async () => {
    const { asked, report } = cancel(reply(page.tooEarly, 400));
    await expect(report).rejects.toThrow(
      rejects('WRONG_STATE', 'Your order cannot be cancelled yet, please try again later.'),
    );
    expect(asked).toHaveLength(1);
  });

  const no = '{"success":0,"message":"<p>This order is over.</p>"}';
  const refused = reply(no, 400);

  test.each([
    [page.refunded, 'cancelled'],
    ['{"status":2}', 'gone'],
  ])('a refusal in other words, of an order that is over: %s', async (check, status) => {
    for (const answer of [refused, reply(no, 422), reply(no), reply(page.unknownOrder, 404)])
      expect(await cancel(answer, check).report).toMatchObject({ status });
  });

  test.each([page.pending, page.completed])(
    'a refusal in other words, of one that lives: %s',
    async (check) => {
      await expect(cancel(refused, check).report).rejects.toThrow(
        rejects('WRONG_STATE', 'This order is over.'),
      );
    },
  );

  test.each([
    ['UNAUTHORIZED', reply(page.wrongKey, 403)],
    ['WRONG_STATE', '{"success":0,"message":"The order has been cancelled"}'],
    ['UNAVAILABLE', reply(page.unknownOrder, 500)],
    ['RATE_LIMITED', reply('{"success":0,"message":"Slow down"}', 429)],
    ['UNREADABLE', '{"success":true}'],
    ['UNREADABLE', 'CANCELLED'],
    ['UNAVAILABLE', reply(page.cancelled, 500)],
    ['UNAVAILABLE', reply(page.cancelled, 400)],
  ])('%s is no cancel', async (code, answer) => {
    await expect(cancel(answer).report).rejects.toThrow(rejects(code));
  });
});

describe('open orders', () => {
  const row = (changes: object) => JSON.stringify({ ...JSON.parse(page.active)[0], ...changes });

  test('the sample of the documentation; a name that the vendor’s list has not is left out', async () => {
    expect(await open(page.active)).toEqual([
      {
        id: 'ABCDEFGH',
        status: 'open',
        messages: [],
        phone: '+1234567890',
        country: 'US',
        price: { amount: '0.24', currency: 'USD' },
        expiresAt: 1_704_561_795_000,
      },
    ]);
  });

  test('a service is told by its name, of ours or not', async () => {
    const rows = ['Telegram', 'Youtube', 'Google/Gmail'].map((service) => row({ service }));
    const reports = await open(`[${rows.join()}]`);
    expect(reports?.map(({ service }) => service)).toEqual(['telegram', 'smspool:1227', 'google']);
  });

  test('a country that offers do not call by its name is left out', async () => {
    const [known, other] = (await open(`[${row({ short_name: 'GB' })},${row({ short_name: 'AQ' })}]`)) ?? [];
    expect([known?.country, other?.country]).toEqual(['GB', undefined]);
  });

  test('those that are over are left out, by their word', async () => {
    const states = ['pending', 'completed', 'refunded', 'cancelled', 'expired'];
    const rows = states.map((status) => row({ status, order_code: `X${status}`, code: '0123' }));
    const reports = await open(`[${rows.join()}]`);
    expect(reports).toMatchObject([
      { id: 'Xpending', status: 'delivered', messages: [{ code: '0123' }] },
      { id: 'Xcompleted', status: 'delivered', messages: [{ code: '0123' }] },
    ]);
    expect(reports).toHaveLength(2);
  });

  test('what a row tells beside id and state may be missing', async () => {
    expect(await open('[{"order_code":"A","status":"pending","phonenumber":"soon","cost":null}]')).toEqual([
      { id: 'A', status: 'open', messages: [] },
    ]);
  });

  test.each([
    ['a row without an id', `[${row({})},${row({ order_code: null })}]`],
    ['a row in another state', `[${row({})},${row({ status: 'processing' })}]`],
    ['a row that is none', `[${row({})},7]`],
    ['an object', '{}'],
    ['a refusal', '{"success":0,"message":"No"}'],
    ['half a list', `[${row({})}`],
  ])('%s: no list at all', async (_, body) => {
    await expect(open(body)).rejects.toThrow(rejects('UNREADABLE'));
  });
});

test('the balance', async () => {
  const balance = (text: string) => adapter.fetchBalance?.(fakeSend({ 'request/balance': text }));
  expect(await balance(page.balance)).toEqual({ amount: '5', currency: 'USD' });
  for (const body of ['{"balance":"$5"}', '{"balance":null}', '{}', '{"balance":"-1"}'])
    await expect(balance(body)).rejects.toThrow(rejects('UNREADABLE'));
});

test('whatever comes, a read fails with an error of ours or not at all', async () => {
  const bodies = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .constantFrom(...Object.values(page))
      .chain((text) => fc.nat(text.length).map((cut) => text.slice(0, cut))),
  );
  const statuses = fc.constantFrom(200, 204, 302, 400, 403, 404, 422, 429, 500);
  await fc.assert(
    fc.asyncProperty(bodies, statuses, async (body, status) => {
      const answer = reply(body, status);
      const paths = ['sms/all_stock', 'sms/check', 'sms/cancel', 'request/active', 'request/balance'];
      const send = fakeSend(Object.fromEntries(paths.map((path) => [path, answer])));
      const asks = [
        () => adapter.listOffers(send, {}),
        () => adapter.fetchOrder(send, 'A'),
        async () => adapter.cancelOrder?.(send, 'A'),
        async () => adapter.listOpenOrders?.(send),
        async () => adapter.fetchBalance?.(send),
      ];
      for (const ask of asks) {
        const error = await ask().then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        expect(error === undefined || NumrouteError.is(error)).toBe(true);
      }
    }),
    { numRuns: runs(200) },
  );
});
