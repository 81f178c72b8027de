import type { NumrouteError } from '@numroute/core';
import { describe, expect, test } from 'vitest';
import { codesOf, type Reply, unexpected } from '../src/index.ts';
import { codesOfOffer, type OfferTable, offerList, readOfferTable } from '../src/price-list/index.ts';
import { failure } from './helpers.ts';

const reply = (text: string, status = 200): Reply => ({ status, headers: {}, at: 0, text });
const ID = /^\d{1,3}$/;
const codes = {
  provider: 'acme',
  services: codesOf('acme', { telegram: '1', google: '2' }, ID),
  countries: codesOf('acme', { EE: '8' }, ID),
};
const table: OfferTable = {
  currency: 'USD',
  columns: { service: 'product', country: 'land', pool: 'operator', price: 'cost', stock: 'left' },
  code: ID,
  pool: /^[a-z]+$/,
};
const row = { product: '1', land: 8, operator: 'one', cost: '0.10', left: 3, more: { a: [1] } };
const read = async (rows: unknown, query = {}, by: Partial<OfferTable> = {}) => [
  ...(await readOfferTable(reply(JSON.stringify(rows)), codes, query, { ...table, ...by }, unexpected)),
];

test('a row is an offer, and its codes come back from the handle', async () => {
  const [offer, ...more] = await read([row]);
  expect(offer).toEqual({
    provider: 'acme',
    service: 'telegram',
    country: 'EE',
    pool: 'one',
    price: { amount: '0.1', currency: 'USD' },
    stock: 3,
    handle: '{"product":"1","land":"8","operator":"one"}',
  });
  expect(more).toEqual([]);
  if (!offer) return;
  expect(codesOfOffer(offer, 'acme', table)).toEqual({ product: '1', land: '8', operator: 'one' });
  for (const wrong of [
    { ...offer, provider: 'other' },
    { ...offer, handle: '{"product":"1","land":"8"}' },
    { ...offer, handle: '{"product":"1","land":"8","operator":"../1"}' },
    { ...offer, handle: '{"product":"x","land":"8","operator":"one"}' },
  ]) {
    const input = expect.objectContaining({ code: 'INVALID_INPUT' });
    expect(() => codesOfOffer(wrong, 'acme', table)).toThrow(input);
  }
});

test('a row that cannot be read is left out, and a free one is no offer', async () => {
  const wrong = [
    { ...row, product: 'x' },
    { ...row, product: null },
    { ...row, land: undefined },
    { ...row, operator: 7 },
    { ...row, cost: '$1' },
    { ...row, cost: '-1' },
    { ...row, cost: [1] },
    { ...row, cost: undefined },
    7,
    [row],
  ];
  for (const one of wrong) {
    expect(await read([one, { ...row, left: 'many' }])).toMatchObject([{ stock: null }]);
    expect((await failure(read([one]))).code).toBe('UNREADABLE');
  }
  expect(await read([{ ...row, cost: '0.00' }])).toEqual([]);
  expect(await read([])).toEqual([]);
});

test('what a row has stays with it', async () => {
  const rows = [row, { product: 1, land: 8, operator: 'two', cost: 1 }];
  expect((await read(rows)).map(({ stock }) => stock)).toEqual([3, null]);
});

test('whether a row is on sale the table may say by one more column', async () => {
  const columns = { ...table.columns, active: 'on' };
  const sells: NonNullable<OfferTable['sells']> = ({ active, stock }) =>
    active === undefined ? undefined : active === '1' && stock !== 0;
  const rows = [{ ...row, on: 1 }, { ...row, on: '0' }, { ...row, on: 1, left: 0 }, row];
  expect(await read(rows, {}, { columns, sells })).toHaveLength(1);
  expect((await failure(read([row], {}, { columns, sells }))).code).toBe('UNREADABLE');
});

describe('what was not asked for is left out', () => {
  const rows = [row, { ...row, product: 2 }, { ...row, land: 9 }, { ...row, product: 77 }];
  test.each([
    [{}, 4],
    [{ service: 'telegram' }, 2],
    [{ country: 'EE' }, 3],
    [{ service: 'acme:77', country: 'EE' }, 1],
    [{ service: 'viber' }, 0],
  ])('%j: %i', async (query, count) => {
    expect(await read(rows, query)).toHaveLength(count);
  });

  test('of a list that is put together row by row, too', async () => {
    const list = offerList(codes, { currency: 'USD', handleOf: () => '' }, { service: 'google' });
    for (const code of ['1', '2', '2']) {
      list.add(list.services.numberOf(code), list.countries.numberOf('8'), { units: 1, scale: 0, stock: 1 });
    }
    expect((await list.build()).length).toBe(2);
  });
});

test('what the vendor says instead is an error of its own', async () => {
  const said = { ...unexpected(reply('')), code: 'UNAUTHORIZED' } as NumrouteError;
  const ask = (one: Reply) => readOfferTable(one, codes, {}, table, () => said);
  await expect(ask(reply('{"error":"bad key"}'))).rejects.toBe(said);
  await expect(ask(reply('[]', 500))).rejects.toBe(said);
  // A long reply is a list or nothing: to look at its text would join it.
  const long = {
    ...reply(''),
    parts: ['{"error":', '"x"}'],
    get text(): string {
      throw new Error('joined');
    },
  };
  expect((await failure(readOfferTable(long, codes, {}, table, unexpected))).code).toBe('UNREADABLE');
});
