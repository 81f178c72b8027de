import { setImmediate as turn } from 'node:timers/promises';
import { NumrouteError } from '@numroute/core';
import type { Reply } from '@numroute/http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/support/runs.ts';
import { smspvaAdapter } from '../src/index.ts';
import { AT, fakeSend, page, refused, reply } from './support.ts';

const adapter = smspvaAdapter();
const rejects = (code: string) => expect.objectContaining({ code });
const list = (data: readonly object[]): string => JSON.stringify({ statusCode: 200, data });
const listed = async (replies: Readonly<Record<string, string | Reply>>, query: object) => {
  const send = fakeSend(replies);
  const offers = [...(await adapter.listOffers(send, query))];
  return { offers, asked: send.asked.map(({ path }) => [path].flat().join('/')) };
};

describe('offers of one country', () => {
  test('each operator at its own price; what SMSPVA would choose itself has none that is sure', async () => {
    const counts = list([
      { operator: 'operator', country: 'RU', services: [{ service: 'opt29', total: 7 }] },
    ]);
    const { offers, asked } = await listed(
      { 'serviceprice/RU': page.country, 'countnumbers/RU': counts },
      { country: 'RU', service: 'telegram' },
    );
    expect(asked).toEqual(['countnumbers/RU', 'serviceprice/RU']);
    expect(offers).toEqual([
      {
        provider: 'smspva',
        service: 'telegram',
        country: 'RU',
        pool: 'operator',
        price: { amount: '0.58', currency: 'USD' },
        stock: 7,
        handle: '{"country":"RU","service":"opt29","operator":"operator"}',
      },
    ]);
  });

  test('without operators there is one price, and the stock is that of all', async () => {
    const prices = list([
      { s: 'opt29', c: 'UK', p: '0.70', po: [] },
      { s: 'opt1', c: 'UK', p: 0.5, po: null },
      { s: 'opt9', c: 'UK', p: '0.25' },
    ]);
    const counts = list([
      {
        operator: 'a',
        services: [
          { service: 'opt29', total: 2 },
          { service: 'opt9', total: 0 },
        ],
      },
      { operator: 'b', services: [{ service: 'opt29', total: '3' }, { service: 'opt1' }] },
    ]);
    const { offers } = await listed(
      { 'serviceprice/UK': prices, 'countnumbers/UK': counts },
      { country: 'GB' },
    );
    expect(offers.map(({ service, pool, price, stock }) => [service, pool, price.amount, stock])).toEqual([
      ['telegram', undefined, '0.7', 5],
      ['google', undefined, '0.5', null],
      ['tinder', undefined, '0.25', 0],
    ]);
  });

  test('VoIP: a pool of donors, and the countries that SMSPVA calls virtual', async () => {
    const of = async (country: string) => {
      const prices = list([
        { s: 'opt29', c: country, p: '1', po: { [`DonorAlpha_${country}`]: '2', Real: '3' } },
      ]);
      const replies = { [`serviceprice/${country}`]: prices, [`countnumbers/${country}`]: page.none };
      const { offers } = await listed(replies, { country: country === 'UK' ? 'GB' : country });
      return offers.map(({ pool, country: place, virtual, handle }) => [
        pool,
        place,
        virtual,
        JSON.parse(handle).country,
      ]);
    };
    expect(await of('UK')).toEqual([
      ['DonorAlpha_UK', 'GB', true, 'UK'],
      ['Real', 'GB', undefined, 'UK'],
    ]);
    expect((await of('PK')).map(([, , virtual]) => virtual)).toEqual([true, true]);
  });

  test('what SMSPVA sells together is offered by each of its names', async () => {
    const prices = list([{ s: 'opt83', c: 'US', p: '1' }]);
    const replies = { 'serviceprice/US': prices, 'countnumbers/US': page.none };
    const names = async (query: object) =>
      (await listed(replies, { country: 'US', ...query })).offers.map(({ service }) => service);
    expect(await names({})).toEqual(['paypal', 'ebay']);
    expect(await names({ service: 'ebay' })).toEqual(['ebay']);
    expect(await names({ service: 'smspva:opt999' })).toEqual([]);
  });

  test('free and unreadable rows are left out', async () => {
    const rows = [
      { s: 'opt1', c: 'US', p: '0.00' },
      { s: 'WhatsApp', c: 'US', p: '1' },
      { s: 'opt2', c: 'US', p: '$1' },
      { s: 'opt3', c: 'US', po: { 'a/b': '1', ok: '2' } },
      { c: 'US', p: '1' },
      {},
    ];
    const replies = { 'serviceprice/US': list(rows), 'countnumbers/US': page.none };
    const { offers } = await listed(replies, { country: 'US' });
    expect(offers.map(({ service, pool }) => [service, pool])).toEqual([['smspva:opt3', 'ok']]);
  });

  test('a country that SMSPVA does not have sells nothing', async () => {
    expect((await listed({}, { country: 'AQ' })).asked).toEqual([]);
    const none = reply(refused(405, 'Invalid parameters'), 405);
    const replies = { 'countnumbers/LU': none, 'serviceprice/LU': none };
    expect((await listed(replies, { country: 'smspva:LU' })).offers).toEqual([]);
  });

  test.each([
    ['prices of another country', list([{ s: 'opt29', c: 'UA', p: '1' }])],
    ['no price that can be read', list([{ s: 'opt29', c: 'RU', p: 'soon' }])],
    ['an object', page.price],
    ['another status', page.country.replace('200', '201')],
    ['no status', page.country.replace('"statusCode":200,', '')],
    ['a list that is cut off', page.country.slice(0, -2)],
    ['a text behind it', `${page.country} Notice`],
  ])('%s: not understood', async (_, prices) => {
    const asked = listed({ 'serviceprice/RU': prices, 'countnumbers/RU': page.none }, { country: 'RU' });
    await expect(asked).rejects.toThrow(rejects('UNREADABLE'));
  });

  test('a stock that cannot be read is no stock of nothing', async () => {
    const counts = list([{ services: [] }]);
    const asked = listed({ 'serviceprice/RU': page.country, 'countnumbers/RU': counts }, { country: 'RU' });
    await expect(asked).rejects.toThrow(rejects('UNREADABLE'));
  });
});

describe('offers of all countries', () => {
  const prices = list([
    { service: 'opt29', serviceDescription: 'Telegram', country: 'RU', price: 0.5 },
    { service: 'opt29', country: 'UK', price: 0.6 },
    { service: 'opt1', country: 'US', price: 0.6 },
    { service: 'opt29', country: 'everywhere', price: 0.6 },
  ]);

  test('each that sells it is asked for', async () => {
    const replies = {
      servicesprices: prices,
      'serviceprice/RU': page.country,
      'serviceprice/UK': list([{ s: 'opt29', c: 'UK', p: '0.60' }]),
    };
    const { offers, asked } = await listed(replies, { service: 'telegram' });
    expect(asked.toSorted()).toEqual(['serviceprice/RU', 'serviceprice/UK', 'servicesprices']);
    expect(offers.map(({ country, price, stock }) => [country, price.amount, stock])).toEqual([
      ['RU', '0.58', null],
      ['GB', '0.6', null],
    ]);
  });

  test('rows in a list within the list, as one client saw them', async () => {
    const nested = JSON.stringify({ statusCode: 200, data: [JSON.parse(prices).data] });
    const replies = { servicesprices: nested, 'serviceprice/*': page.none };
    expect((await listed(replies, {})).asked).toHaveLength(4);
  });

  test('one country that fails is no list at all, and no more are asked', async () => {
    const codes = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => `A${letter}`);
    const many = list(codes.map((country) => ({ service: 'opt29', country, price: 1 })));
    const send = fakeSend({ servicesprices: many, 'serviceprice/*': reply('', 503) });
    await expect(adapter.listOffers(send, {})).rejects.toThrow(rejects('UNAVAILABLE'));
    await turn();
    expect(send.asked.length).toBeLessThan(10);
  });

  test('more countries than there are is no list', async () => {
    const codes = Array.from({ length: 300 }, (_, n) =>
      String.fromCharCode(65 + Math.floor(n / 26), 65 + (n % 26)),
    );
    const many = list(codes.map((country) => ({ service: 'opt29', country, price: 1 })));
    await expect(listed({ servicesprices: many }, {})).rejects.toThrow(rejects('UNREADABLE'));
  });

  test('nothing for sale is an empty list, a refusal is none', async () => {
    expect((await listed({ servicesprices: page.none }, {})).offers).toEqual([]);
    expect((await listed({ servicesprices: list([]) }, {})).offers).toEqual([]);
    const busy = reply(refused(411, 'API access limited'), 411);
    await expect(listed({ servicesprices: busy }, {})).rejects.toThrow(rejects('RATE_LIMITED'));
    await expect(listed({ servicesprices: reply(refused(401), 401) }, {})).rejects.toThrow(
      rejects('UNAUTHORIZED'),
    );
  });
});

test('a long list is read with turns for everybody else', async () => {
  const rows = Array.from({ length: 30_000 }, (_, n) => ({
    s: `opt${n}`,
    sd: 'x',
    c: 'RU',
    p: `${n + 1}.25`,
    po: { a: `${n + 2}.25`, b: `${n + 3}` },
  }));
  const send = fakeSend({ 'serviceprice/RU': list(rows), 'countnumbers/RU': page.none });
  let [turns, ended] = [0, false];
  const read = adapter.listOffers(send, { country: 'RU' }).finally(() => {
    ended = true;
  });
  for (; !ended; turns += 1) await turn();
  // Some codes have two names.
  expect((await read).length).toBe(60_006);
  expect(turns).toBeGreaterThan(5);
});

describe('an order', () => {
  const look = (answer: string | Reply) => adapter.fetchOrder(fakeSend({ 'sms/123456': answer }), '123456');
  const expiresAt = AT + 600_000;
  const smsOf = (told: unknown): string =>
    JSON.stringify({ statusCode: 200, data: { sms: told, orderId: 123456 } });

  test.each([
    [page.sms, { status: 'delivered', messages: [{ code: '12345', text: 'Your code is 12345' }], expiresAt }],
    [page.waiting, { status: 'open', messages: [], expiresAt }],
    [smsOf(null), { status: 'open', messages: [] }],
    [smsOf(undefined), { status: 'open', messages: [] }],
    [smsOf([]), { status: 'open', messages: [] }],
    [smsOf({ code: '', fullText: null }), { status: 'open', messages: [] }],
    [smsOf({ code: '0123' }), { status: 'delivered', messages: [{ code: '0123' }] }],
    [smsOf({ code: null, fullText: 'Hi' }), { status: 'delivered', messages: [{ text: 'Hi' }] }],
    [refused(202, 'SMS not yet received'), { status: 'open', messages: [] }],
    [reply(refused(202), 202), { status: 'open', messages: [] }],
    [
      reply('{"statusCode":202,"data":{"orderId":"123456","orderExpireIn":580}}', 202),
      { status: 'open', messages: [], expiresAt: AT + 580_000 },
    ],
    // An SMS that the balance does not pay for.
    [reply(refused(407), 407), { status: 'open', messages: [] }],
    [reply(refused(410), 410), { status: 'gone', messages: [] }],
  ])('%j', async (answer, report) => {
    expect(await look(answer)).toEqual({ id: '123456', ...report });
  });

  test.each([
    ['UNKNOWN_ORDER', 406, refused(406)],
    ['REJECTED', 405, refused(405)],
    ['RATE_LIMITED', 411, refused(411)],
    ['UNAVAILABLE', 500, refused(500)],
    ['UNAVAILABLE', 501, refused(501)],
    ['UNAVAILABLE', 503, refused(503)],
    ['UNAVAILABLE', 404, '<html></html>'],
    ['UNAVAILABLE', 500, page.sms],
    ['UNAVAILABLE', 503, refused(406)],
    ['UNAVAILABLE', 502, refused(410)],
    ['UNAVAILABLE', 404, refused(404)],
    ['UNAUTHORIZED', 401, refused(401)],
    ['UNREADABLE', 200, refused(299)],
    ['UNREADABLE', 200, smsOf([{ code: '1' }])],
    ['UNREADABLE', 200, smsOf({ text: 'Hi' })],
    ['UNREADABLE', 200, smsOf('12345')],
    ['UNREADABLE', 200, smsOf({ code: { digits: 1 } })],
    ['UNREADABLE', 200, '{"statusCode":200}'],
    ['UNREADABLE', 200, '{"statusCode":200,"data":{"sms":{}}}'],
    ['UNREADABLE', 200, page.sms.replace('123456', '123457')],
    ['UNREADABLE', 202, '{"statusCode":202,"data":{"orderId":"123457"}}'],
    ['UNREADABLE', 200, ''],
  ])('%s: HTTP %d, %s', async (code, status, body) => {
    await expect(look(reply(body, status))).rejects.toThrow(rejects(code));
  });

  test.each(['', '0', '-1', '1e3', '../balance', '12/3', 'abc', '123456789012345678901'])(
    'the id %j is none of SMSPVA’s, and not asked for',
    async (id) => {
      const send = fakeSend({});
      await expect(adapter.fetchOrder(send, id)).rejects.toThrow(rejects('UNKNOWN_ORDER'));
      await expect(adapter.cancelOrder?.(send, id)).rejects.toThrow(rejects('UNKNOWN_ORDER'));
      expect(send.asked).toEqual([]);
    },
  );
});

describe('a cancel', () => {
  const cancel = (answer: string | Reply) => {
    const send = fakeSend({ 'cancelorder/123456': answer });
    return { send, report: adapter.cancelOrder?.(send, '123456') };
  };

  test('the sample of the documents', async () => {
    const { send, report } = cancel(page.cancelled);
    expect(await report).toEqual({ id: '123456', status: 'cancelled', messages: [] });
    expect(send.asked).toEqual([{ method: 'PUT', path: ['cancelorder', '123456'] }]);
  });

  test('an order that is over is refused for good, and what became of it is left to a look', async () => {
    const details = expect.objectContaining({ final: true });
    await expect(cancel(reply(refused(410), 410)).report).rejects.toMatchObject({
      code: 'WRONG_STATE',
      details,
    });
  });

  test.each([
    ['WRONG_STATE', reply(refused(501), 501)],
    ['UNKNOWN_ORDER', reply(refused(406), 406)],
    ['REJECTED', reply(refused(405), 405)],
    ['RATE_LIMITED', reply(refused(411), 411)],
    ['UNAVAILABLE', reply(refused(500), 500)],
    ['UNAVAILABLE', reply(refused(503), 503)],
    ['UNAVAILABLE', reply(page.cancelled, 500)],
    ['UNREADABLE', reply(page.cancelled, 202)],
    ['UNREADABLE', '{"statusCode":200}'],
    ['UNREADABLE', page.cancelled.replace('123456', '1')],
    ['UNREADABLE', 'OK'],
  ])('%s is no cancel', async (code, answer) => {
    await expect(cancel(answer).report).rejects.toThrow(rejects(code));
  });
});

test('the balance', async () => {
  const balance = (text: string | Reply, currency?: string) =>
    smspvaAdapter(currency === undefined ? {} : { currency }).fetchBalance?.(fakeSend({ balance: text }));
  expect(await balance(page.balance)).toEqual({ amount: '10.5', currency: 'USD' });
  expect(await balance(page.balance, 'RUB')).toEqual({ amount: '10.5', currency: 'RUB' });
  for (const body of ['{"statusCode":200,"data":{"balance":"$5"}}', '{"statusCode":200,"data":{}}', '{}'])
    await expect(balance(body)).rejects.toThrow(rejects('UNREADABLE'));
  await expect(balance(reply(refused(503), 503))).rejects.toThrow(rejects('UNAVAILABLE'));
});

test('whatever comes, a read fails with an error of ours or not at all', async () => {
  const bodies = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .constantFrom(...Object.values(page))
      .chain((text) => fc.nat(text.length).map((cut) => text.slice(0, cut))),
    fc.constantFrom(...Object.values(page)),
  );
  const statuses = fc.constantFrom(200, 202, 204, 302, 401, 404, 406, 410, 411, 429, 500, 501);
  await fc.assert(
    fc.asyncProperty(bodies, statuses, async (body, status) => {
      const names = [
        'servicesprices',
        'serviceprice/*',
        'countnumbers/*',
        'sms/*',
        'cancelorder/*',
        'balance',
      ];
      const send = fakeSend(Object.fromEntries(names.map((name) => [name, reply(body, status)])));
      const asks = [
        () => adapter.listOffers(send, {}),
        () => adapter.listOffers(send, { country: 'RU' }),
        () => adapter.fetchOrder(send, '123456'),
        async () => adapter.cancelOrder?.(send, '123456'),
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
