import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { smspoolAdapter } from '../src/index.ts';
import { fakeSend, reply } from './support.ts';

const row = (n: number) =>
  `{"country":${(n % 145) + 1},"country_name":"x","service":${n % 2 ? 907 : 1012},"service_name":"s","pool":${n % 9},"pool_name":"p","stock":${n},"price":"${n + 1}.25","last_update":"2024-09-14 22:15:02"}`;
const rows = (length: number) => Array.from({ length }, (_, n) => row(n)).join();
const list = (text: string, query = {}) =>
  smspoolAdapter().listOffers(fakeSend({ 'sms/all_stock': reply(text) }), query);

test('an honest list of megabytes is read whole, with turns for everybody else', async () => {
  let turns = 0;
  let ended = false;
  const read = list(`[${rows(30_000)}]`).finally(() => {
    ended = true;
  });
  for (; !ended; turns += 1) await turn();
  const offers = await read;
  expect(offers.length).toBe(30_000);
  expect([...offers].find(({ price }) => price.amount === '30000.25')).toMatchObject({
    service: 'telegram',
    stock: 29_999,
  });
  expect(turns).toBeGreaterThan(5);
});

describe('a list that would hold everybody up is not understood', () => {
  const many = (length: number, item: (n: number) => string) =>
    Array.from({ length }, (_, n) => item(n)).join();
  test.each([
    ['nested brackets', '['.repeat(2_000_000)],
    ['a row of many keys', `[{${many(100_000, (n) => `"k${n}":1`)},${row(1).slice(1)}]`],
    ['a long string', `[{"x":"${'x'.repeat(100_000)}",${row(1).slice(1)}]`],
    ['nothing but numbers', `[${many(500_000, String)}]`],
    ['a list that is cut off', `[${rows(3000)}`],
    ['something behind the list', `[${rows(3000)}] Notice`],
    [
      'more services than any vendor has',
      `[${many(66_000, (n) => `{"country":1,"service":${n},"pool":1,"price":"1"}`)}]`,
    ],
  ])('%s', async (_, body) => {
    await expect(list(body)).rejects.toMatchObject({ code: 'UNREADABLE' });
  });
});
