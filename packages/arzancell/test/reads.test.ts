import { codeOf, type Query } from '@numroute/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../test/support/runs.ts';
import { readBalance } from '../src/balance.ts';
import { createCodes } from '../src/codes.ts';
import { arzancellAdapter } from '../src/index.ts';
import { readOffers } from '../src/offers.ts';
import { readCancel, readOrder } from '../src/orders.ts';
import { fakeSend, offer, page, reply } from './support.ts';

const shelf = { id: 'arzancell', codes: createCodes('arzancell', {}), currency: 'IRT' };
const row = { server: '3', service_code: 'telegram', country: 'ee', stock: '3', price: 8400 };
const offersIn = async (body: string, query: Query = {}) => [
  ...(await readOffers(reply(body), shelf, query)),
];
const offersOf = (...rows: object[]) => offersIn(JSON.stringify(rows));
const replies = { get_balance: page.balance, get_status: page.offers };

test('#1 #3 parameters go into the query; the key is left to auth', async () => {
  const send = fakeSend(replies);
  const adapter = arzancellAdapter();
  await adapter.fetchBalance?.(send);
  expect(send.asked).toEqual([{ query: { action: 'get_balance' } }]);
  expect(adapter.auth).toEqual({ in: 'query', name: 'api' });
});

test('#1 transport post-form: parameters and key go into the form', async () => {
  const send = fakeSend(replies);
  const adapter = arzancellAdapter({ transport: 'post-form', keyParameter: 'k' });
  await adapter.fetchBalance?.(send);
  expect(send.asked).toEqual([{ method: 'POST', form: { action: 'get_balance' } }]);
  expect(adapter.auth).toEqual({ in: 'form', name: 'k' });
});

test.each([
  ['vector 1', page.balance, '981000'],
  ['vector 2', '[{"balance":"981,000","unit":"Toman"}]', '981000'],
  ['vector 3', '{"balance":981000,"unit":"Toman"}', '981000'],
  ['vector 10', '\uFEFF[{"balance":981000,"unit":"Toman"}]\r\n', '981000'],
  ['Persian digits', '[{"balance":"۹۸۱٬۰۰۰","unit":"تومان"}]', '981000'],
  ['decimals', '[{"balance":"10.50","unit":" TOMAN "}]', '10.5'],
])('#5 #6 balance, %s', (_, body, amount) => {
  expect(readBalance(reply(body))).toEqual({ amount, currency: 'IRT' });
});

test.each([
  ['Toman', 'IRT'],
  ['تومان', 'IRT'],
  ['tmn', 'IRT'],
  ['irt', 'IRT'],
  ['Rial', 'IRR'],
  ['ریال', 'IRR'],
  ['IRR', 'IRR'],
  ['usd', 'USD'],
  ['Eur', 'EUR'],
  ['RUB', 'RUB'],
])('#30 the unit %s is %s', (unit, currency) => {
  expect(readBalance(reply(JSON.stringify([{ balance: 1, unit }])))).toEqual({ amount: '1', currency });
});

test.each([{ unit: 'Credits' }, { unit: '' }, {}, { unit: '__proto__' }])(
  '#30 %j is no unit, and none is guessed',
  (unit) => {
    expect(() => readBalance(reply(JSON.stringify([{ balance: 1, ...unit }])))).toThrow(
      expect.objectContaining({ code: 'UNREADABLE' }),
    );
  },
);

test('#30 the unit is read once, and not at all where it is given', async () => {
  const send = fakeSend(replies);
  const adapter = arzancellAdapter();
  await adapter.listOffers(send, {});
  await adapter.listOffers(send, {});
  expect(send.asked.map((request) => request.query?.['action'])).toEqual([
    'get_balance',
    'get_status',
    'get_status',
  ]);
  const given = fakeSend(replies);
  const offers = [...(await arzancellAdapter({ unit: 'usd' }).listOffers(given, {}))];
  expect(given.asked).toHaveLength(1);
  expect(offers[0]?.price).toEqual({ amount: '2800', currency: 'USD' });
  expect(() => arzancellAdapter({ unit: 'Credits' })).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT' }),
  );
});

test('#30 a unit that a balance tells is known, and so is another that a later one tells', async () => {
  const adapter = arzancellAdapter();
  for (const [unit, currency] of [
    ['Toman', 'IRT'],
    ['Rial', 'IRR'],
  ]) {
    await adapter.fetchBalance?.(fakeSend({ get_balance: `[{"balance":1,"unit":"${unit}"}]` }));
    const send = fakeSend(replies);
    const [offer] = [...(await adapter.listOffers(send, {}))];
    expect([offer?.price.currency, send.asked.length]).toEqual([currency, 1]);
  }
});

test('#30 a failed reading of the unit is not remembered', async () => {
  const adapter = arzancellAdapter();
  await expect(adapter.listOffers(fakeSend({ get_balance: 'TRY AGAIN' }), {})).rejects.toMatchObject({
    code: 'UNAVAILABLE',
  });
  expect((await adapter.listOffers(fakeSend(replies), {})).length).toBe(3);
});

test('#14 literal page reply: an offer for each row, with its server', async () => {
  expect((await offersIn(page.offers))[2]).toEqual({
    provider: 'arzancell',
    service: 'telegram',
    country: 'EE',
    pool: '3',
    price: { amount: '8400', currency: 'IRT' },
    stock: 3,
    handle: '{"server":"3","country":"ee","service":"telegram"}',
  });
  expect((await offersIn(page.offers)).map((offer) => offer.stock)).toEqual([0, 1400, 3]);
});

test.each(['service_code', 'service code', 'Service Code', 'service-code'])(
  '#4 vectors 4 and 5: the field may be called %j',
  async (field) => {
    const { service_code, ...rest } = row;
    expect((await offersOf({ ...rest, [field]: service_code }))[0]?.service).toBe('telegram');
  },
);

test.each(['', '-', null, 'many', -1, 1.5])('#5 vector 6: the stock %j is unknown, not 0', async (stock) => {
  expect((await offersOf({ ...row, stock }))[0]?.stock).toBeNull();
});

test.each([
  ['5,600', '5600'],
  ['۵۶۰۰', '5600'],
  ['٥٦٠٠', '5600'],
  ['5 600.50', '5600.5'],
  ['1,005,600', '1005600'],
  ['۵٬۶۰۰', '5600'],
  [0.1, '0.1'],
])('#5 the price %j is %s', async (price, amount) => {
  expect((await offersOf({ ...row, price }))[0]?.price.amount).toBe(amount);
});

test.each([0, -5, '0.00', '', null, 'free', '1e9', true])(
  '#5 a row with price %j is dropped, the list is not',
  async (price) => {
    expect(await offersOf({ ...row, price }, row)).toHaveLength(1);
  },
);

test.each([
  'with its unit|5600 تومان',
  'with its unit before it|IRT 5600',
  'parted by a slash|5/600',
  'with a comma that may be a point|5,6',
  'with a comma that may be a point, too|0,12',
  'with a sign of its currency|$5600',
  'with an exponent|5e3',
  'in words|free',
])('#5 prices that cannot be read (%s) make no empty list', async (named) => {
  const price = named.split('|')[1];
  await expect(offersOf({ ...row, price }, { ...row, price })).rejects.toMatchObject({ code: 'UNREADABLE' });
  // One such row is left out.
  expect(await offersOf({ ...row, price }, row)).toHaveLength(1);
});

test.each([0, '0', '0.00', -5])(
  '#5 a list that is free (%j) is read, and nothing of it is for sale',
  async (price) => {
    expect(await offersOf({ ...row, price })).toEqual([]);
  },
);

test('a list whose codes cannot be read is none', async () => {
  await expect(offersOf({ ...row, server: ['3'] })).rejects.toMatchObject({ code: 'UNREADABLE' });
  await expect(offersOf({ ...row, country: null })).rejects.toMatchObject({ code: 'UNREADABLE' });
});

test('hostile keys and codes drop their row', async () => {
  const body = `[{"__proto__":{"price":1},${JSON.stringify(row).slice(1)},${JSON.stringify(row)}]`;
  expect(await offersIn(body)).toHaveLength(1);
  expect(await offersOf({ ...row, country: '__proto__' }, { ...row, server: 'any' }, row)).toHaveLength(1);
});

test('#6 offers: a bare object is one, an empty array none, another shape an error', async () => {
  expect(await offersIn(JSON.stringify(row))).toHaveLength(1);
  expect(await offersOf()).toEqual([]);
  await expect(offersOf({ foo: 1 })).rejects.toMatchObject({ code: 'UNREADABLE' });
});

test('#12 countries: ISO in any case, uk is GB, the rest keeps its code', async () => {
  const offers = await offersOf(...['EE', 'uk', 'gb', 'zz', '7'].map((country) => ({ ...row, country })));
  const codes = offers.map((offer) => offer.country);
  expect(codes).toEqual(['EE', 'GB', 'GB', 'arzancell:zz', 'arzancell:7']);
});

test('#13 services: by name or alias, the rest keeps its code', async () => {
  const offers = await offersOf(
    ...['tg', 'WhatsApp', 'zz', 'my app'].map((code) => ({ ...row, service_code: code })),
  );
  const codes = offers.map((offer) => offer.service);
  expect(codes).toEqual(['telegram', 'whatsapp', 'arzancell:zz', 'arzancell:my%20app']);
});

test('#12 #13 overrides win in both directions', async () => {
  const send = fakeSend({
    get_status: JSON.stringify([{ ...row, country: 'est', service_code: 'tlg' }, row]),
  });
  const adapter = arzancellAdapter({ unit: 'irt', countries: { EE: 'est' }, services: { telegram: 'tlg' } });
  const offers = [...(await adapter.listOffers(send, { country: 'EE', service: 'telegram' }))];
  expect(send.asked[0]?.query?.['country']).toBe('est');
  expect(offers.map((offer) => offer.handle)).toEqual(['{"server":"3","country":"est","service":"tlg"}']);
});

test.each([
  [{}, 'any', 3],
  [{ country: 'EE' }, 'ee', 3],
  [{ country: 'GB' }, 'any', 0],
  [{ service: 'telegram' }, 'any', 1],
  [{ country: 'arzancell:zz' }, 'zz', 0],
])('#9 #12 the query %j asks for %s', async (query, country, found) => {
  const send = fakeSend(replies);
  const offers = await arzancellAdapter({ unit: 'irt' }).listOffers(send, query);
  expect(send.asked[0]?.query).toEqual({ action: 'get_status', server: 'any', country });
  expect(offers.length).toBe(found);
});

test("the escape hatch finds a raw service, and another site's codes ask nothing", async () => {
  const send = fakeSend({ get_status: JSON.stringify([{ ...row, service_code: 'zz' }]) });
  const adapter = arzancellAdapter({ unit: 'irt' });
  expect((await adapter.listOffers(send, { service: 'arzancell:zz' })).length).toBe(1);
  expect((await adapter.listOffers(send, { service: 'other:zz' })).length).toBe(0);
  expect((await adapter.listOffers(send, { country: 'other:zz' })).length).toBe(0);
  expect(send.asked).toHaveLength(1);
});

test.each(['NO NUMBER', 'INVALID COUNTRY'])('%s on a list is nothing to sell', async (get_status) => {
  const offers = await arzancellAdapter({ unit: 'irt' }).listOffers(fakeSend({ get_status }), {});
  expect(offers.length).toBe(0);
});

test.each([
  ['708303', '708303'],
  ['012345', '012345'],
  ['123-456', '123-456'],
  ['G-12ab', 'G-12ab'],
  [708303, '708303'],
])('#17 vector 15: the code %j stays as it is', (code, expected) => {
  expect(readOrder(reply(JSON.stringify([{ phone: '+989150681843', code }])), '1')).toEqual({
    id: '1',
    status: 'delivered',
    messages: [{ code: expected }],
    phone: '+989150681843',
  });
});

test.each([
  'null',
  'None',
  'undefined',
  'N/A',
  '-',
  'wait code',
  'WAIT_CODE',
  'STATUS_WAIT_CODE',
  'waiting',
  'Waiting for SMS...',
  'No SMS yet',
  'not received',
  'Try again in 30 seconds',
  'CAN NOT GET SMS',
  'EXPIRED SMS TIME',
  'در انتظار دریافت کد',
  'کد هنوز دریافت نشده است',
  'لطفا ۲ دقیقه صبر کنید',
  'expired',
])('#17 the words %j say that no code came', (code) => {
  const body = JSON.stringify([{ phone: '+989150681843', code }]);
  expect(readOrder(reply(body), '1')).toMatchObject({ status: 'open', messages: [] });
});

test.each([
  ['Your Telegram code: 708303', '708303'],
  ['کد ورود شما: ۷۰۸۳۰۳', '708303'],
  ['708303 is your code. Wait 30 seconds before you ask again', '708303'],
  ['my code is : AA100', undefined],
  ['Use 12 34 56 to sign in', undefined],
])('#17 #18 the sentence %j is the text, and its code is found as in any text', (code, found) => {
  const { status, messages } = readOrder(reply(JSON.stringify([{ code }])), '1');
  expect([status, messages]).toEqual(['delivered', [{ text: code }]]);
  expect(codeOf(messages[0] ?? {})).toBe(found);
});

test.each(['AA100', 'HTKQ', 'NOKIA1', '123 456', '۷۰۸۳۰۳'])('#17 the code %j is one as it stands', (code) => {
  expect(readOrder(reply(JSON.stringify([{ code }])), '1').messages).toEqual([{ code }]);
});

test('#15 a phone that the sale did not tell is told by the poll', () => {
  expect(readOrder(reply('[{"phone":"+989150681843","code":""}]'), '3762')).toEqual({
    id: '3762',
    status: 'open',
    messages: [],
    phone: '+989150681843',
  });
  // Which country's number this is, nobody says.
  expect(readOrder(reply('[{"phone":"09150681843","code":""}]'), '3762').phone).toBeUndefined();
});

test('a word beside a phone or a code contradicts it', () => {
  for (const status of ['INVALID ORDER ID', 'EXPIRED SMS TIME']) {
    const body = JSON.stringify({ status, phone: '+989150681843', code: '708303' });
    expect(() => readOrder(reply(body), '1')).toThrow(expect.objectContaining({ code: 'UNREADABLE' }));
  }
});

test('#18 literal page reply: a code, and no text is made up', () => {
  expect(readOrder(reply(page.order), '3762').messages).toEqual([{ code: '708303' }]);
});

test.each([
  [{ code: null }],
  [{}],
  [{ code: '' }],
  [{ code: ' ' }],
  [{ code: '0' }],
  [{ code: 0 }],
  [{ code: false }],
])('#17 vector 16: %j is waiting', (field) => {
  const body = JSON.stringify([{ phone: '+989150681843', ...field }]);
  expect(readOrder(reply(body), '1')).toMatchObject({ status: 'open', messages: [] });
});

test.each(['[]', '[{"foo":1}]', '{"code":{"a":1}}', 'hello'])('#6 %s is no reply to a poll', (body) => {
  expect(() => readOrder(reply(body), '1')).toThrow(expect.objectContaining({ code: 'UNREADABLE' }));
});

test('#21 EXPIRED SMS TIME ends the order', () => {
  expect(readOrder(reply('EXPIRED SMS TIME'), '1')).toEqual({ id: '1', status: 'expired', messages: [] });
});

test.each(['CAN NOT GET SMS', 'TRY AGAIN'])('#22 #23 %s does not end the order', (word) => {
  expect(() => readOrder(reply(word), '1')).toThrow(expect.objectContaining({ code: 'UNAVAILABLE' }));
});

test('#24 UNCANCELLABLE ORDER is a wrong state', () => {
  expect(() => readCancel(reply('UNCANCELLABLE ORDER'), '1')).toThrow(
    expect.objectContaining({ code: 'WRONG_STATE' }),
  );
});

test.each([page.cancel, 'canceled', 'CANCELLED', '"CANCELED"'])('#26 vector 17: %j cancels', (body) => {
  expect(readCancel(reply(body), '1')).toEqual({ id: '1', status: 'cancelled', messages: [] });
});

test.each([500, 502, 599])(
  'a server that failed (%i) has neither cancelled nor ended nor forgotten an order',
  (status) => {
    for (const word of [
      'CANCELED',
      'EXPIRED SMS TIME',
      'INVALID ORDER ID',
      'UNCANCELLABLE ORDER',
      'INVALID API',
    ]) {
      expect(() => readCancel(reply(word, status), '1')).toThrow(
        expect.objectContaining({ code: 'UNAVAILABLE' }),
      );
      if (word === 'CANCELED') continue;
      expect(() => readOrder(reply(word, status), '1')).toThrow(
        expect.objectContaining({ code: 'UNAVAILABLE' }),
      );
    }
  },
);

test.each([400, 404, 409])('a cancel is confirmed by a server that succeeded, not at %i', (status) => {
  expect(() => readCancel(reply('CANCELED', status), '1')).toThrow(
    expect.objectContaining({ code: 'UNREADABLE' }),
  );
  expect(readCancel(reply('EXPIRED SMS TIME', status), '1').status).toBe('expired');
});

test('#27 an id that is sold again is another order, which no earlier cancel ended', async () => {
  const adapter = arzancellAdapter();
  for (const body of [
    page.number,
    '[{"phone":"","order_id":"3762"}]',
    '[{"phone":"+989150681844","order_id":"1"},{"phone":"","order_id":"3762"}]',
  ]) {
    await adapter.cancelOrder?.(fakeSend({ cancel_order: 'CANCELED' }), '3762');
    expect(adapter.purchase.read(reply(body), offer).outcome).toBe('accepted');
    for (const [word, code] of [
      ['UNCANCELLABLE ORDER', 'WRONG_STATE'],
      ['INVALID ORDER ID', 'UNKNOWN_ORDER'],
    ] as const) {
      await expect(adapter.cancelOrder?.(fakeSend({ cancel_order: word }), '3762')).rejects.toMatchObject({
        code,
      });
    }
  }
});

test("#27 a second cancel of our own is answered, a stranger's is not", async () => {
  const adapter = arzancellAdapter();
  await adapter.cancelOrder?.(fakeSend({ cancel_order: 'CANCELED' }), '1');
  const forgot = fakeSend({ cancel_order: 'INVALID ORDER ID' });
  await expect(adapter.cancelOrder?.(forgot, '1')).resolves.toMatchObject({ status: 'cancelled' });
  await expect(adapter.cancelOrder?.(forgot, '2')).rejects.toMatchObject({
    code: 'UNKNOWN_ORDER',
    details: { id: '2' },
  });
});

test('#20 #25 #28 #29 the manifest: limits, timing, traits; no finish, resend or list', () => {
  const adapter = arzancellAdapter();
  expect(adapter.manifest).toEqual({
    id: 'arzancell',
    apiVersion: 1,
    limits: { requests: 1, perMs: 1000, concurrent: 1 },
    traits: { priceGuard: false, stock: 'estimate', refundsOnCancel: true },
    timing: { pollMs: 5000 },
  });
  for (const lacking of ['finishOrder', 'requestAnotherSms', 'listOpenOrders'])
    expect(lacking in adapter).toBe(false);
});

test.each([
  ['#7 vector 11: a word at 500', 'TRY AGAIN', 500, 'UNAVAILABLE'],
  ['#7 a word at 403', 'INVALID API', 403, 'UNAUTHORIZED'],
  ['#32 vector 12: HTML at 200', '<html>x</html>', 200, 'UNAVAILABLE'],
  ['#32 HTML at 403', '<!doctype html>', 403, 'UNAVAILABLE'],
  ['#2 vector 13: a redirect', '', 301, 'UNAVAILABLE'],
  ['#31 a PHP notice', '<br />\n<b>Notice</b>', 200, 'UNREADABLE'],
  ['too many requests', 'slow down', 429, 'RATE_LIMITED'],
  ['a page at 401, which a filter wrote', '<html>401</html>', 401, 'UNAVAILABLE'],
])('%s, on a read', (_, body, status, code) => {
  expect(() => readBalance(reply(body, status))).toThrow(expect.objectContaining({ code }));
});

test.each([
  ['30', { retryAfterMs: 30_000 }],
  ['0', {}],
  ['soon', {}],
])('Retry-After: %s', (after, wait) => {
  const slow = reply('slow down', 429, { 'retry-after': after });
  expect(() => readBalance(slow)).toThrow(
    expect.objectContaining({ code: 'RATE_LIMITED', details: { vendorWord: 'slow down', ...wait } }),
  );
});

test('fuzz: reads throw nothing but NumrouteError', async () => {
  const reads = [
    (body: string) => readBalance(reply(body)),
    (body: string) => readOffers(reply(body), shelf, {}),
    (body: string) => readOrder(reply(body), '1'),
    (body: string) => readCancel(reply(body), '1'),
  ];
  const rows = fc.array(
    fc.record({
      server: fc.anything(),
      service_code: fc.anything(),
      country: fc.anything(),
      price: fc.anything(),
      code: fc.anything(),
    }),
  );
  const bodies = fc.oneof(
    fc.string(),
    fc.json(),
    rows.map((value) => JSON.stringify(value) ?? ''),
  );
  await fc.assert(
    fc.asyncProperty(bodies, async (body) => {
      for (const read of reads) {
        try {
          await read(body);
        } catch (error) {
          expect(error).toMatchObject({ name: 'NumrouteError' });
        }
      }
    }),
    { numRuns: runs(400) },
  );
});
