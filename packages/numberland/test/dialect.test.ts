import { type Dialect, NumrouteError, type Shop } from '@numroute/core';
import { createWorld, type World } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { numberlandDialect } from '../src/index.ts';
import { guide } from './support.ts';

const offers = [
  { service: 'telegram', country: 'RU', pool: '1', price: '2200', stock: 3 },
  { service: 'telegram', country: 'RU', pool: '2', price: '1700', stock: 0 },
  { service: 'telegram', country: 'RU', pool: '4', price: '3100', stock: 9 },
  { service: 'apple', country: 'RU', pool: '1', price: '90071992547409931', stock: 1 },
];
const newWorld = () =>
  createWorld({ currency: 'IRT', offers, funds: '10000', secret: 'k', phones: () => '+79313226657' });

function customer(
  world: Pick<World, 'door'> = newWorld(),
  dialect: Dialect = numberlandDialect(),
  path = '/v2.php',
) {
  return async (method: string, query: Record<string, string> = {}, key = 'k') => {
    const parameters = new URLSearchParams({ apikey: key, method, ...query });
    const request = { method: 'GET', path, query: parameters, headers: {}, body: '' };
    return (await dialect.respond(request, world.door)).body;
  };
}

const ofOne = { service: '1', country: '1', operator: '1' };

test("the guide's balance", async () => {
  const world = createWorld({ currency: 'IRT', offers, funds: '192100', secret: 'k' });
  expect(await customer(world)('balance')).toBe(guide.balance.replaceAll('\n', ''));
  expect(await customer(world, numberlandDialect(), '/v2.php/')('balance')).toContain('192100');
  expect(await customer(world, numberlandDialect(), '/v2.php/more')('balance')).toBe('Not Found');
});

test("the guide's sale and states", async () => {
  const world = newWorld();
  const ask = customer(world);
  const [{ id = '' } = {}] = [JSON.parse(await ask('getnum', ofOne))].map(({ ID }) => ({ id: ID as string }));
  expect(world.orders).toMatchObject([{ id, pool: '1', price: { amount: '2200' } }]);
  expect(await ask('checkstatus', { id })).toBe(guide.status);
  expect(JSON.parse(await ask('repeat', { id }))).toMatchObject({ RESULT: 1 });
  expect(JSON.parse(await ask('closenumber', { id }))).toMatchObject({ RESULT: 1 });
  world.receiveSms(id, 'Your code: 012345');
  const state = async (method: string) => JSON.parse(await ask(method, { id }));
  expect(await state('checkstatus')).toEqual({ RESULT: 2, CODE: '012345', DESCRIPTION: 'code received' });
  expect(await state('cancelnumber')).toMatchObject({ RESULT: 2 });
  expect(await state('repeat')).toEqual({ RESULT: 5, CODE: '012345', DESCRIPTION: 'wait code again' });
  expect(await state('checkstatus')).toMatchObject({ RESULT: 5 });
  world.receiveSms(id, 'Your code: 012345');
  expect(await state('checkstatus')).toMatchObject({ RESULT: 2, CODE: '012345' });
  expect(await state('closenumber')).toEqual({ RESULT: 6, CODE: '012345', DESCRIPTION: 'completed' });
  expect(await state('checkstatus')).toMatchObject({ RESULT: 6 });
});

test('getnum is letter for letter as the guide has it', async () => {
  const said = await customer()('getnum', ofOne);
  expect(said).toBe(guide.number.replace('74001', JSON.parse(said).ID));
});

test('a cancel and a ban give the money back', async () => {
  const world = newWorld();
  const ask = customer(world);
  for (const [method, RESULT] of [
    ['cancelnumber', 3],
    ['bannumber', 4],
  ] as const) {
    const { ID: id } = JSON.parse(await ask('getnum', ofOne));
    expect(JSON.parse(await ask(method, { id }))).toMatchObject({ RESULT, CODE: '0' });
    expect(JSON.parse(await ask('checkstatus', { id }))).toMatchObject({ RESULT });
    expect(world.balance().amount).toBe('10000');
  }
});

test('a cancel that is too early shows the unchanged state', async () => {
  const world = createWorld({ currency: 'IRT', offers, secret: 'k', cancelAfterMs: 60_000 });
  const ask = customer(world);
  const { ID: id } = JSON.parse(await ask('getnum', ofOne));
  expect(await ask('cancelnumber', { id })).toBe(guide.status);
});

test('getinfo: field names and types of the guide, whole amounts, by service, country and operator', async () => {
  const ask = customer();
  const rows = JSON.parse(await ask('getinfo'));
  expect(rows).toHaveLength(4);
  expect(Object.keys(rows[0])).toEqual(Object.keys(JSON.parse(guide.row)));
  expect(await ask('getinfo', { service: '26' })).toContain('"count":"1","amount":"90071992547409931"');
  const operators = async (query: Record<string, string>) =>
    JSON.parse(await ask('getinfo', query)).map(({ operator }: { operator: string }) => operator);
  expect(await operators({ service: '1', country: '1' })).toEqual(['1', '2', '4']);
  expect(await operators({ service: '1', operator: '4' })).toEqual(['4']);
  expect(await operators({ service: 'telegram' })).toEqual([]);
});

test('the lists name what is known, and areacode', async () => {
  const find = async (method: string, id: string) =>
    JSON.parse(await customer()(method)).find((row: { id: string }) => row.id === id);
  expect(await find('getservice', '1')).toMatchObject({ name_en: 'Telegram', active: '1' });
  expect(await find('getcountry', '1')).toMatchObject({ name_en: 'Russia', areacode: '7', active: '1' });
});

test('any is the cheapest in stock, min the cheapest or nothing', async () => {
  const world = newWorld();
  const ask = customer(world);
  expect(JSON.parse(await ask('getnum', { ...ofOne, operator: 'any' }))).toMatchObject({ AMOUNT: '2200' });
  expect(JSON.parse(await ask('getnum', { ...ofOne, operator: 'min' }))).toMatchObject({ RESULT: -204 });
  world.setStock({ pool: '2' }, 1);
  expect(JSON.parse(await ask('getnum', { ...ofOne, operator: 'min' }))).toMatchObject({ AMOUNT: '1700' });
});

test.each([
  [-901, 'balance', {}, 'wrong'],
  [-901, 'balance', {}, ''],
  [-902, 'getspnumber', { id: '1' }],
  [-902, '__proto__', {}],
  [-202, 'getnum', { service: '1', country: '1' }],
  [-202, 'getnum', { service: '26', country: '1', operator: '' }],
  [-210, 'getnum', { ...ofOne, service: 'telegram' }],
  [-212, 'getnum', { ...ofOne, country: 'ru' }],
  [-211, 'getnum', { ...ofOne, operator: '3' }],
  [-204, 'getnum', { ...ofOne, operator: '2' }],
  [-204, 'getnum', { ...ofOne, service: '4' }],
  [-205, 'getnum', { ...ofOne, service: '26' }],
  [-202, 'checkstatus', {}],
  [-304, 'checkstatus', { id: '1' }],
  [-304, 'cancelnumber', { id: '1' }],
  [-304, 'repeat', { id: '1' }],
  [-304, 'closenumber', { id: '1' }],
])('RESULT %s for %s %j', async (RESULT, method, query, key = 'k') => {
  const world = newWorld();
  expect(JSON.parse(await customer(world)(method, query as Record<string, string>, key))).toMatchObject({
    RESULT,
  });
  expect(world.ledger).toEqual([]);
});

test.each(['OUTCOME_UNKNOWN', 'RATE_LIMITED'] as const)('%s is -900, and nothing rejects', async (code) => {
  const fail = async () => {
    throw new NumrouteError(code, 'x', {});
  };
  const shop: Shop = { ...newWorld().shop, purchase: fail, fetchBalance: fail };
  expect(await customer({ door: () => shop })('balance')).toContain('"RESULT":-900');
  expect(await customer({ door: () => shop })('getnum', ofOne)).toContain('"RESULT":-900');
});

test('a shop of another currency sells nothing here: its amounts would be read as Toman', async () => {
  const ask = customer(createWorld({ currency: 'USD', offers, secret: 'k' }));
  expect(await ask('getinfo')).toBe('[]');
  expect(await ask('balance')).toContain('"RESULT":-900');
});
