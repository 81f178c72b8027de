import { setImmediate as turn } from 'node:timers/promises';
import type { Query } from '@numroute/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/support/runs.ts';
import { numberlandAdapter } from '../src/index.ts';
import { fakeSend, guide, lists, reply } from './support.ts';

const row = JSON.parse(guide.row);
const offersIn = async (getinfo: string, query: Query = {}, options = {}) => [
  ...(await numberlandAdapter(options).listOffers(fakeSend({ getinfo }), query)),
];
const offersOf = (...rows: object[]) => offersIn(JSON.stringify(rows));

test("the guide's sample is an offer of one operator", async () => {
  expect(await offersIn(`[${guide.row}]`)).toEqual([
    {
      provider: 'numberland',
      service: 'telegram',
      country: 'EE',
      pool: '1',
      price: { amount: '1700', currency: 'IRT' },
      stock: 1087,
      handle: '{"service":"1","country":"8","operator":"1"}',
    },
  ]);
});

test('numbers in the place of texts, and texts in the place of numbers', async () => {
  const other = {
    ...row,
    service: 1,
    country: 8,
    operator: 2,
    count: 3,
    amount: 1700,
    active: '1',
    cname: 'x',
  };
  expect((await offersOf(other)).map(({ pool, stock, price }) => [pool, stock, price.amount])).toEqual([
    ['2', 3, '1700'],
  ]);
});

test.each([
  ['not active', { active: 0 }],
  ['not active, in text', { active: '0' }],
  ['not active and without a price', { active: 0, amount: '0' }],
  ['sold out', { count: '0' }],
  ['sold out, as number', { count: 0 }],
])('a row that is %s is no offer, and no error', async (_, change) => {
  expect(await offersOf({ ...row, ...change })).toEqual([]);
});

test('a count that cannot be read is no count', async () => {
  expect((await offersOf({ ...row, count: 'many' })).map(({ stock }) => stock)).toEqual([null]);
});

test.each([
  ['amount', '1,700'],
  ['amount', '0'],
  ['amount', null],
  ['active', 'yes'],
  ['active', true],
  ['service', 'telegram'],
  ['country', ''],
  ['operator', 'any'],
  ['operator', 'min'],
])('a row whose %s is %j is left out; a list of such rows alone is not understood', async (field, value) => {
  const strange = { ...row, [field]: value };
  expect(await offersOf(strange, row)).toHaveLength(1);
  await expect(offersOf(strange)).rejects.toMatchObject({ code: 'UNREADABLE' });
});

test.each([
  ['{"RESULT":-901}', 'UNAUTHORIZED'],
  ['{"RESULT":"-900"}', 'UNAVAILABLE'],
  ['{"RESULT":-777}', 'UNREADABLE'],
  ['{"RESULT":1}', 'UNREADABLE'],
  ['{}', 'UNREADABLE'],
  ['null', 'UNREADABLE'],
  ['"-204"', 'UNREADABLE'],
  [`[${guide.row}`, 'UNREADABLE'],
  [`[${guide.row}] Notice`, 'UNREADABLE'],
  ['<html></html>', 'UNAVAILABLE'],
])('%s is no list: %s', async (text, code) => {
  await expect(offersIn(text)).rejects.toMatchObject({ code });
});

test.each(['[]', '{"RESULT":-204}', '{"RESULT":"-210"}', '{"RESULT":-211}', '{"RESULT":-212}'])(
  '%s is nothing to sell',
  async (text) => {
    expect(await offersIn(text)).toEqual([]);
  },
);

describe('the names', () => {
  const many = JSON.stringify([
    row,
    { ...row, service: '2', country: '1' },
    { ...row, service: '5' },
    { ...row, service: '6' },
    { ...row, service: '77' },
    { ...row, service: '26' },
    { ...row, service: '300', country: '9' },
  ]);

  test('are of the two lists, and unknown ids are told by their number', async () => {
    const offers = await offersIn(many);
    expect(offers.map(({ service, country }) => `${service} ${country}`)).toEqual([
      'telegram EE',
      'whatsapp RU',
      'google EE',
      'google EE',
      'numberland:77 EE',
      'apple EE',
      'numberland:300 numberland:9',
    ]);
  });

  test.each([
    [{ service: 'telegram', country: 'EE' }, { service: '1', country: '8' }, 1],
    [{ service: 'numberland:77' }, { service: '77' }, 1],
    [{ country: 'RU' }, { country: '1' }, 1],
    // Two ids: everything is asked for, and what was asked for is kept.
    [{ service: 'google' }, {}, 2],
    [{}, {}, 7],
  ])('%j asks for %j', async (query, asked, count) => {
    const send = fakeSend({ getinfo: many });
    const offers = [...(await numberlandAdapter().listOffers(send, query))];
    expect(offers).toHaveLength(count);
    expect(send.asked.at(-1)?.query).toEqual({ method: 'getinfo', ...asked });
  });

  test.each([{ service: 'discord' }, { country: 'AQ' }, { service: 'other:1' }, { service: 'numberland:1' }])(
    '%j is nothing to sell, and not asked for',
    async (query) => {
      const send = fakeSend({ getinfo: many });
      expect([...(await numberlandAdapter().listOffers(send, query))]).toEqual([]);
      expect(send.asked.map((one) => one.query?.['method'])).toEqual(['getservice', 'getcountry']);
    },
  );

  test('the settings go before them, and take the name from the old id', async () => {
    const options = { services: { telegram: '77' }, countries: { RU: '9' } };
    const offers = await offersIn(many, {}, options);
    expect(offers.map(({ service, country }) => `${service} ${country}`)).toEqual([
      'numberland:1 EE',
      'whatsapp numberland:1',
      'google EE',
      'google EE',
      'telegram EE',
      'apple EE',
      'numberland:300 RU',
    ]);
  });

  test('are read once each; a reading that failed is not kept', async () => {
    const adapter = numberlandAdapter();
    const methods = (send: ReturnType<typeof fakeSend>) => send.asked.map((one) => one.query?.['method']);
    const broken = fakeSend({ getinfo: many, getcountry: '{"RESULT":-900}' });
    await expect(adapter.listOffers(broken, {})).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(methods(broken)).toEqual(['getservice', 'getcountry']);
    const send = fakeSend({ getinfo: many });
    await adapter.listOffers(send, {});
    await adapter.listOffers(send, {});
    expect(methods(send)).toEqual(['getcountry', 'getinfo', 'getinfo']);
  });

  test.each(['[]', '{}', '[1,2]', '[{"id":"1"}]', lists.services.slice(0, -1), '<html>'])(
    'the list %s is none: it would be kept',
    async (getservice) => {
      const offers = numberlandAdapter().listOffers(fakeSend({ getinfo: many, getservice }), {});
      await expect(offers).rejects.toMatchObject({ code: expect.stringMatching(/^UN(READABLE|AVAILABLE)$/) });
    },
  );
});

test('an honest list of megabytes is read whole, with turns for everybody else', async () => {
  const rows = Array.from({ length: 40_000 }, (_, n) =>
    JSON.stringify({
      ...row,
      service: String(1 + (n % 900)),
      operator: String(1 + (n % 4)),
      amount: String(1000 + n),
    }),
  );
  const text = `[${rows.join()}]`;
  const long = { ...reply(text), parts: text.match(/.{1,60000}/gs) ?? [] };
  let turns = 0;
  let ended = false;
  const read = Promise.resolve(
    numberlandAdapter().listOffers(fakeSend({ getinfo: long }), { country: 'EE' }),
  );
  read.finally(() => {
    ended = true;
  });
  for (; !ended; turns += 1) await turn();
  const offers = await read;
  expect(offers.length).toBe(40_000);
  expect([...offers].find(({ price }) => price.amount === '40999')).toMatchObject({
    country: 'EE',
    pool: '4',
  });
  expect(turns).toBeGreaterThan(5);
});

test('fuzz: whatever comes, only errors of ours are thrown', async () => {
  const field = fc.oneof(fc.anything(), fc.constantFrom('1', 8, '1700', 1, 0, null));
  const rows = fc.array(
    fc.record({
      service: field,
      country: field,
      operator: field,
      count: field,
      amount: field,
      active: field,
    }),
  );
  const bodies = fc.oneof(
    fc.string(),
    fc.json(),
    rows.map((list) => JSON.stringify(list)),
  );
  await fc.assert(
    fc.asyncProperty(bodies, fc.constantFrom('getinfo', 'getservice', 'getcountry'), async (text, method) => {
      const send = fakeSend({ getinfo: '[]', [method]: text });
      try {
        for (const { price, handle, stock } of await numberlandAdapter().listOffers(send, {})) {
          expect(price.amount).toMatch(/^\d+(\.\d+)?$/);
          expect(stock).not.toBe(0);
          expect(() => JSON.parse(handle)).not.toThrow();
        }
      } catch (error) {
        expect(error).toMatchObject({ name: 'NumrouteError' });
      }
    }),
    { numRuns: runs(300) },
  );
});
