import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/support/runs.ts';
import { fivesimAdapter } from '../src/index.ts';
import { fakeSend, page, reply } from './support.ts';

const adapter = fivesimAdapter();
const list = async (text: string, query: { service?: string; country?: string } = {}, options = {}) => [
  ...(await fivesimAdapter(options).listOffers(fakeSend(text), query)),
];
const error = (code: string) => expect.objectContaining({ code });

test('prices of a country, as recorded: one offer for each operator, with the rate of its day', async () => {
  const send = fakeSend(page.ofCountry);
  expect([...(await adapter.listOffers(send, { country: 'GB' }))]).toEqual([
    {
      provider: 'fivesim',
      service: 'telegram',
      country: 'GB',
      pool: 'virtual59',
      price: { amount: '0.8', currency: 'USD' },
      stock: 385,
      successRate: { value: 0.0449, windowHours: 24, source: 'vendor' },
      handle: '{"country":"england","operator":"virtual59","product":"telegram"}',
    },
    {
      provider: 'fivesim',
      service: 'telegram',
      country: 'GB',
      pool: 'virtual67',
      price: { amount: '0.89', currency: 'USD' },
      stock: 0,
      handle: '{"country":"england","operator":"virtual67","product":"telegram"}',
    },
  ]);
  expect(send.asked).toEqual([
    { path: ['guest', 'prices'], query: { country: 'england' }, maxBytes: expect.any(Number) },
  ]);
});

test('prices of a product, as recorded: its name comes first', async () => {
  expect(await list(page.ofProduct, { service: 'telegram' })).toMatchObject([
    {
      service: 'telegram',
      country: 'GB',
      pool: 'virtual38',
      successRate: { value: 0.0865, windowHours: 720 },
    },
  ]);
});

test('of a product in a country the country comes first', async () => {
  const send = fakeSend(page.ofCountry);
  expect([...(await adapter.listOffers(send, { country: 'GB', service: 'telegram' }))]).toHaveLength(2);
  expect(send.asked[0]?.query).toEqual({ country: 'england', product: 'telegram' });
});

test('null is a list of nothing', async () => {
  expect(await list('null')).toEqual([]);
  expect(await list('null', { service: 'telegram', country: 'GB' })).toEqual([]);
  expect(await list('{"england":{}}', { country: 'GB' })).toEqual([]);
});

test.each([
  { service: 'okx' },
  { country: 'AQ' },
  { country: 'other:1' },
  { service: 'fivesim:Not A Name' },
  { service: 'fivesim:any' },
])('what 5sim has no name for is nothing to sell, and nobody is asked: %j', async (query) => {
  const send = fakeSend();
  expect([...(await adapter.listOffers(send, query))]).toEqual([]);
  expect(send.asked).toEqual([]);
});

test.each(['country is incorrect', 'product is incorrect', 'bad country', 'no product'])(
  '%s: 5sim does not sell it',
  async (text) => {
    const send = fakeSend(reply(text, 400));
    expect([...(await adapter.listOffers(send, { service: 'fivesim:new_one' }))]).toEqual([]);
    expect(send.asked[0]?.query).toEqual({ product: 'new_one' });
  },
);

test('names of its own stay as they are', async () => {
  const text = '{"atlantis":{"new_one":{"virtual1":{"cost":1.25,"count":1}}}}';
  expect(await list(text)).toMatchObject([{ service: 'fivesim:new_one', country: 'fivesim:atlantis' }]);
  expect(await list('{"congo":{"google":{"a":{"cost":1,"count":1}}}}')).toMatchObject([{ country: 'CD' }]);
});

describe('the rate', () => {
  test.each([
    ['the day', '"rate24":4.49,"rate168":8.2,"rate720":9', { value: 0.0449, windowHours: 24 }],
    ['the week, where the day saw none', '"rate168":8.2,"rate720":9', { value: 0.082, windowHours: 168 }],
    ['the week, where all of the day failed', '"rate24":0,"rate168":8.2', { value: 0.082, windowHours: 168 }],
    [
      'a dead week, whatever the month says',
      '"rate24":0,"rate168":0,"rate720":49',
      { value: 0, windowHours: 168 },
    ],
    ['the month, where day and week are silent', '"rate":1,"rate720":49', { value: 0.49, windowHours: 720 }],
    ['a month in which all failed', '"rate720":0', { value: 0, windowHours: 720 }],
    ['none', '"rate":5,"rate1":5,"rate3":5,"rate72":5', undefined],
    ['none above a hundred percent', '"rate24":101,"rate168":-1,"rate720":"x"', undefined],
  ])('%s', async (_, rates, expected) => {
    const [offer] = await list(`{"england":{"google":{"a":{"cost":1,"count":1,${rates}}}}}`);
    expect(offer?.successRate).toEqual(expected && { ...expected, source: 'vendor' });
  });
});

describe('any operator', () => {
  const cells = (rows: string) => list(`{"england":{"google":{${rows}}}}`, {}, { operator: 'any' });

  test('is offered at the price of the cheapest that has a number', async () => {
    const offers = await cells(
      '"a":{"cost":0.1,"count":0},"b":{"cost":0.8,"count":3,"rate24":5},"c":{"cost":0.70,"count":2,"rate24":9}',
    );
    expect(offers).toEqual([
      {
        provider: 'fivesim',
        service: 'google',
        country: 'GB',
        price: { amount: '0.7', currency: 'USD' },
        stock: 2,
        successRate: { value: 0.09, windowHours: 24, source: 'vendor' },
        handle: '{"country":"england","operator":"any","product":"google"}',
      },
    ]);
  });

  test('of several at one price their numbers together, and the rate of none', async () => {
    const [offer] = await cells(
      '"a":{"cost":0.5,"count":3,"rate24":5},"b":{"cost":0.50,"count":4,"rate24":9}',
    );
    expect(offer).toMatchObject({ stock: 7 });
    expect(offer).not.toHaveProperty('successRate');
  });

  test('is not offered where none has a number', async () => {
    expect(await cells('"a":{"cost":0.1,"count":0}')).toEqual([]);
  });
});

test('what cannot be read or bought is left out of a list, and never free', async () => {
  const text = `{"england":{"google":{"free":{"cost":0,"count":1},"any":{"cost":1,"count":1},"A B":{"cost":1,"count":1},"odd":{"cost":"$1","count":1},"none":{"count":1},"bad":7,"good":{"cost":0.1299,"count":-1,"more":{"a":[1]}}},"Bad Name":{"a":{"cost":1,"count":1}}}}`;
  expect(await list(text)).toMatchObject([{ pool: 'good', price: { amount: '0.1299' }, stock: null }]);
});

test.each([
  ['an empty object', '{}'],
  ['a list', '[]'],
  ['a number', '7'],
  ['a text', '"null"'],
  ['a sentence', 'no free phones'],
  ['nothing', ''],
  ['a page', '<html></html>'],
  ['a list that was cut off', page.ofCountry.slice(0, -1)],
  ['something behind it', `${page.ofCountry} Notice`],
  ['prices of another format', '{"england":{"google":{"a":{"cost":"$1"},"b":{"price":1}}}}'],
  ['one level less', '{"google":{"a":{"cost":1,"count":1}}}'],
  ['a prototype', '{"__proto__":{"isHostile":true}}'],
  ['the other nesting', page.ofProduct],
])('%s is not understood, and no empty list', async (_, text) => {
  await expect(list(text)).rejects.toThrow(error(text.startsWith('<') ? 'UNAVAILABLE' : 'UNREADABLE'));
  expect('isHostile' in {}).toBe(false);
});

test('a cell of more operators than anybody has is not understood', async () => {
  const rows = Array.from({ length: 10_001 }, (_, n) => `"v${n}":{"cost":1,"count":1}`).join();
  await expect(list(`{"england":{"google":{${rows}}}}`)).rejects.toThrow(error('UNREADABLE'));
});

test('an answer to another question is not understood', async () => {
  await expect(list(page.ofCountry, { country: 'EE' })).rejects.toThrow(error('UNREADABLE'));
  await expect(list(page.ofCountry, { service: 'telegram' })).rejects.toThrow(error('UNREADABLE'));
  await expect(list(page.ofCountry, { service: 'google', country: 'GB' })).rejects.toThrow(
    error('UNREADABLE'),
  );
});

test('a whole list of megabytes is read with turns for everybody else', async () => {
  const cell = (n: number) =>
    `"virtual${n}":{"cost":0.${1000 + n},"count":${n},"rate":1,"rate24":${n % 100}.25,"rate168":1,"rate720":1}`;
  const cells = Array.from({ length: 30 }, (_, n) => cell(n)).join();
  const products = Array.from({ length: 60 }, (_, n) => `"p${n}":{${cells}}`).join();
  const text = `{${Array.from({ length: 50 }, (_, n) => `"land${n}":{${products}}`).join()}}`;
  let turns = 0;
  let hasEnded = false;
  const read = adapter.listOffers(fakeSend(text), {}).finally(() => {
    hasEnded = true;
  });
  for (; !hasEnded; turns += 1) await turn();
  const offers = await read;
  expect(offers.length).toBe(30 * 60 * 50);
  expect([...offers][31]).toMatchObject({ pool: 'virtual1', price: { amount: '0.1001' }, stock: 1 });
  expect(turns).toBeGreaterThan(5);
});

test('a long list is read as it came, in parts that nobody joins', async () => {
  const long = page.ofCountry.replace('"virtual59"', `${' '.repeat(1000)}"virtual59"`);
  const answer = {
    ...reply(''),
    parts: [long.slice(0, 700), long.slice(700)],
    get text(): string {
      throw new Error('joined');
    },
  };
  expect((await adapter.listOffers(async () => answer, { country: 'GB' })).length).toBe(2);
});

test('whatever comes, nothing but one of our errors is thrown', async () => {
  const shapes = fc.oneof(
    fc.json(),
    fc.string(),
    fc
      .dictionary(fc.string(), fc.dictionary(fc.string(), fc.dictionary(fc.string(), fc.anything())))
      .map((value) => JSON.stringify(value) ?? ''),
  );
  await fc.assert(
    fc.asyncProperty(shapes, fc.constantFrom({}, { operator: 'any' as const }), async (text, options) => {
      try {
        for (const { price } of await list(text, {}, options))
          expect(Number(price.amount)).toBeGreaterThan(0);
      } catch (thrown) {
        expect(thrown).toMatchObject({ code: expect.stringMatching(/^UN(?:READABLE|AVAILABLE)$/) });
      }
    }),
    { numRuns: runs(300) },
  );
});
