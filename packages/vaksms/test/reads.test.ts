import { listServices, type Query } from '@numroute/core';
import type { Reply } from '@numroute/http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/support/runs.ts';
import { serviceCodes } from '../src/data/services.ts';
import { adapter, fakeSend, ID, offer, page, reply } from './support.ts';

const list = async (replies: Readonly<Record<string, string | Reply>>, query: Query = {}) => [
  ...(await adapter.listOffers(fakeSend(replies), query)),
];
const telegramInRussia = { service: 'telegram', country: 'RU' };

describe('offers', () => {
  test('of a service in a country: one request', async () => {
    const send = fakeSend({ 'getCountNumber/': page.count });
    expect([...(await adapter.listOffers(send, telegramInRussia))]).toEqual([offer]);
    expect(send.asked).toEqual([
      { path: 'getCountNumber/', query: { service: 'tg', country: 'ru', price: '' } },
    ]);
  });

  test('of a country: its list', async () => {
    expect(await list({ 'getCountNumberList/': page.counts }, { country: 'RU' })).toEqual([offer]);
  });

  test('of a service, or of everything: one request for each country that the vendor lists', async () => {
    const countries = '[{"countryCode":"ru"},{"countryCode":"kz"},{"countryCode":"RUS"}]';
    const some = { 'getCountryList/': countries, 'getCountNumber/ru': page.count };
    const send = fakeSend({ ...some, 'getCountNumber/kz': '{"error":"noNumber"}' });
    expect([...(await adapter.listOffers(send, { service: 'telegram' }))]).toEqual([offer]);
    expect(send.asked.map(({ path, query }) => [path, query?.['country']])).toEqual([
      ['getCountryList/', undefined],
      ['getCountNumber/', 'ru'],
      ['getCountNumber/', 'kz'],
    ]);
    const everything = await list({ 'getCountryList/': countries, 'getCountNumberList/': page.counts });
    expect(everything.map(({ country }) => country)).toEqual(['RU', 'KZ']);
  });

  test('the vendor’s codes are its own: what looks like those of others means another service', async () => {
    const rows = '{"gl":{"count":1,"price":2},"mr":{"count":1,"price":3},"zz9":{"count":0,"price":0.5}}';
    const offers = await list({ 'getCountNumberList/': rows }, { country: 'GB' });
    expect(offers.map(({ service, country, handle }) => [service, country, handle])).toEqual([
      ['google', 'GB', '{"service":"gl","country":"gb"}'],
      ['vk', 'GB', '{"service":"mr","country":"gb"}'],
      ['mailru', 'GB', '{"service":"mr","country":"gb"}'],
      ['vaksms:zz9', 'GB', '{"service":"zz9","country":"gb"}'],
    ]);
    const [mailru] = await list(
      { 'getCountNumber/': '{"mr":3,"price":1.5}' },
      { service: 'mailru', country: 'RU' },
    );
    expect(mailru).toMatchObject({ service: 'mailru', handle: '{"service":"mr","country":"ru"}' });
  });

  test('every slug of the table is one of ours', () => {
    const slugs = listServices().map(({ slug }) => slug);
    expect(Object.keys(serviceCodes).filter((slug) => !slugs.includes(slug))).toEqual([]);
  });

  test('a life is the service’s', async () => {
    const rows = '{"tf":{"count":1,"price":2},"ig":{"count":1,"price":2},"tg":{"count":1,"price":2}}';
    const offers = await list({ 'getCountNumberList/': rows }, { country: 'RU' });
    expect(offers.map(({ lifetimeMs }) => lifetimeMs)).toEqual([7_200_000, 1_800_000, 1_200_000]);
  });

  test('the longer rows of other clients are read, and prices keep every digit', async () => {
    const row =
      '{"name":"Telegram","icon":"a.png","info":"","cost":1,"quantity":2,"private":false,"count":12,"price":18.000000000000000001}';
    const [found] = await list({ 'getCountNumberList/': `{"tg":${row}}` }, { country: 'RU' });
    expect(found?.price).toEqual({ amount: '18.000000000000000001', currency: 'RUB' });
  });

  test.each([
    ['noNumber', '{"error":"noNumber"}'],
    ['noService', '{"error":"noService"}'],
    ['noCountry', '{"error":"noCountry"}'],
    ['none in stock, without a price', '{"tg":0}'],
    ['a price of nothing', '{"tg":12,"price":0}'],
  ])('nothing to sell: %s', async (_, text) => {
    expect(await list({ 'getCountNumber/': text }, telegramInRussia)).toEqual([]);
  });

  test.each([{ service: 'snappfood' }, { country: 'vaksms:russia' }, { service: 'other:tg' }])(
    '%j is asked of nobody',
    async (query) => {
      const send = fakeSend({});
      expect([...(await adapter.listOffers(send, query))]).toEqual([]);
      expect(send.asked).toEqual([]);
    },
  );

  test.each([
    ['UNREADABLE', '{}'],
    ['UNREADABLE', '[]'],
    ['UNREADABLE', 'null'],
    ['UNREADABLE', '{"tg":12}'],
    ['UNREADABLE', '{"tg":12,"price":"18 ₽"}'],
    ['UNREADABLE', '{"error":"serverError"}'],
    ['UNAUTHORIZED', '{"error":"apiKeyNotFound"}'],
    ['UNAUTHORIZED', page.nobody],
    ['REJECTED', '{"error":"badData"}'],
  ])('%s: %s is no list', async (code, text) => {
    await expect(list({ 'getCountNumber/': text }, telegramInRussia)).rejects.toMatchObject({ code });
  });

  test('a stock that is not told is none that is known', async () => {
    expect(await list({ 'getCountNumber/': '{"tg":null,"price":1}' }, telegramInRussia)).toMatchObject([
      { stock: null },
    ]);
  });

  test('a list in which no row can be read is of another format; one such row is left out', async () => {
    const rows = (text: string) => list({ 'getCountNumberList/': text }, { country: 'RU' });
    await expect(rows('{"tg":[12,18],"wa":"x"}')).rejects.toMatchObject({ code: 'UNREADABLE' });
    expect(await rows('{"__proto__":{"count":1,"price":1},"wa":"x","tg":{"count":12,"price":18.0}}')).toEqual(
      [offer],
    );
    await expect(list({ 'getCountryList/': '[{"code":"ru"}]' })).rejects.toMatchObject({
      code: 'UNREADABLE',
    });
    expect(await list({ 'getCountryList/': '[]' })).toEqual([]);
  });

  test('one country that cannot be read is an error of the whole', async () => {
    const replies = {
      'getCountryList/': '[{"countryCode":"ru"},{"countryCode":"kz"}]',
      'getCountNumber/ru': page.count,
    };
    await expect(
      list({ ...replies, 'getCountNumber/kz': reply('<html>', 502) }, { service: 'telegram' }),
    ).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
  });
});

const fetched = (text: string, status = 200) =>
  adapter.fetchOrder(fakeSend({ 'getSmsCode/': reply(text, status) }), ID);

describe('an order', () => {
  test.each([
    [page.waiting, 'open', []],
    ['{"smsCode":[]}', 'open', []],
    ['{"smsCode":""}', 'open', []],
    [page.code, 'delivered', [{ code: '1234' }]],
    [page.codes, 'delivered', [{ code: '1234' }, { code: '5678' }]],
    ['{"smsCode":["1234","1234"]}', 'delivered', [{ code: '1234' }, { code: '1234' }]],
    ['{"smsCode":12345}', 'delivered', [{ code: '12345' }]],
    ['{"smsCode":["Ваш код 012345"]}', 'delivered', [{ text: 'Ваш код 012345' }]],
  ])('%s is %s', async (text, status, messages) => {
    expect(await fetched(text)).toEqual({ id: ID, status, messages });
  });

  test.each([
    ['UNREADABLE', '{}', 200],
    ['UNREADABLE', '{"smsCode":{"a":1}}', 200],
    ['UNREADABLE', '{"smsCode":true}', 200],
    ['UNREADABLE', '{"status":"ready"}', 200],
    ['UNKNOWN_ORDER', '{"error":"idNumNotFound"}', 200],
    ['UNKNOWN_ORDER', '{"error":"idNumNotFound"}', 400],
    ['UNAVAILABLE', '{"error":"idNumNotFound"}', 500],
    ['UNAVAILABLE', page.code, 500],
    ['UNAUTHORIZED', '{"error":"apiKeyNotFound"}', 200],
    // A word of a purchase answers a question that was not asked.
    ['INSUFFICIENT_FUNDS', page.noMoney, 200],
  ])('%s: %s with %d', async (code, text, status) => {
    await expect(fetched(text, status)).rejects.toMatchObject({ code });
  });
});

describe('a change', () => {
  const cancel = (text: string) => adapter.cancelOrder?.(fakeSend({ 'setStatus/': text }), ID);
  const another = (text: string) => adapter.requestAnotherSms?.(fakeSend({ 'setStatus/': text }), ID);

  test('is granted by its own word alone', async () => {
    expect(await cancel(page.cancelled)).toEqual({ id: ID, status: 'cancelled', messages: [] });
    expect(await another(page.another)).toEqual({ id: ID, status: 'delivered', messages: [] });
    await expect(cancel(page.another)).rejects.toMatchObject({ code: 'UNREADABLE' });
    await expect(another(page.cancelled)).rejects.toMatchObject({ code: 'UNREADABLE' });
    await expect(cancel('{"status":"ok"}')).rejects.toMatchObject({ code: 'UNREADABLE' });
  });

  test('smsReceived and waitSMS refuse it', async () => {
    await expect(cancel(page.hasCode)).rejects.toMatchObject({
      code: 'WRONG_STATE',
      details: { vendorWord: 'smsReceived', final: true },
    });
    for (const refused of [cancel(page.waits), another(page.waits), another(page.hasCode)]) {
      await expect(refused).rejects.toMatchObject({ code: 'WRONG_STATE' });
      await refused?.catch(({ details }) => expect(details).not.toHaveProperty('final'));
    }
    await expect(cancel('{"error":"badStatus"}')).rejects.toMatchObject({ code: 'WRONG_STATE' });
    await expect(cancel('{"error":"idNumNotFound"}')).rejects.toMatchObject({ code: 'UNKNOWN_ORDER' });
  });

  test('what is asked for each', async () => {
    const send = fakeSend({
      'setStatus/': page.cancelled,
      'getSmsCode/': page.waiting,
      'getBalance/': page.balance,
    });
    await adapter.cancelOrder?.(send, '7&x=1');
    await adapter.fetchOrder(send, '7');
    expect(await adapter.fetchBalance?.(send)).toEqual({ amount: '100', currency: 'RUB' });
    expect(send.asked).toEqual([
      { path: 'setStatus/', query: { idNum: '7&x=1', status: 'end' } },
      { path: 'getSmsCode/', query: { idNum: '7', all: '' } },
      { path: 'getBalance/', query: {} },
    ]);
    expect(adapter.auth).toEqual({ in: 'query', name: 'apiKey' });
  });
});

test('fuzz: whatever comes, only errors of ours are thrown, and nothing is read from a server that failed', async () => {
  const field = fc.oneof(fc.anything(), fc.constantFrom('1234', 'update', 'ready', 'noMoney', 12, null));
  const bodies = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .tuple(field, field, field)
      .map(([smsCode, status, tg]) =>
        JSON.stringify({ smsCode, status, tg, price: tg, balance: tg }, (_, value) =>
          typeof value === 'bigint' ? `${value}` : value,
        ),
      ),
  );
  const reads = (text: string, status: number): readonly (Promise<unknown> | undefined)[] => {
    const one = reply(text, status);
    const send = fakeSend({
      'getSmsCode/': one,
      'setStatus/': one,
      'getCountNumber/': one,
      'getCountNumberList/': one,
      'getCountryList/': one,
      'getBalance/': one,
    });
    return [
      adapter.fetchOrder(send, ID),
      adapter.cancelOrder?.(send, ID),
      adapter.requestAnotherSms?.(send, ID),
      adapter.fetchBalance?.(send),
      ...[{}, { country: 'RU' }, telegramInRussia].map(async (query) => adapter.listOffers(send, query)),
    ];
  };
  await fc.assert(
    fc.asyncProperty(bodies, fc.constantFrom(200, 204, 400, 401, 429, 500), async (text, status) => {
      for (const read of await Promise.allSettled(reads(text, status))) {
        if (read.status === 'rejected') expect(read.reason).toMatchObject({ name: 'NumrouteError' });
        else expect(status).toBeLessThan(300);
      }
    }),
    { numRuns: runs(300) },
  );
});
