import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createCodes } from '../src/codes.ts';
import { arzancell } from '../src/index.ts';
import { readOffers } from '../src/offers.ts';
import { reply } from './support.ts';

const shelf = { id: 'arzancell', codes: createCodes('arzancell', {}), currency: 'IRT' };
const row = (n: number) =>
  `{"server":"${n % 7}","service name":"s","service code":"${n % 2 ? 'telegram' : 'whatsapp'}","country":"ee","stock":"1","price":"${n + 1}"}`;
const rows = (length: number) => Array.from({ length }, (_, n) => row(n)).join(',\n');

test('an honest list of megabytes is read whole, with turns for everybody else', async () => {
  let turns = 0;
  let ended = false;
  const read = readOffers(reply(`[${rows(30_000)}]`), shelf, {}).finally(() => {
    ended = true;
  });
  for (; !ended; turns += 1) await turn();
  const offers = await read;
  expect(offers.length).toBe(30_000);
  expect([...offers].find(({ price }) => price.amount === '30000')).toMatchObject({
    service: 'telegram',
    country: 'EE',
  });
  expect(turns).toBeGreaterThan(5);
});

test('only what was asked for is kept', async () => {
  const offers = await readOffers(reply(`[${rows(2000)}]`), shelf, { service: 'telegram', country: 'EE' });
  expect(offers.length).toBe(1000);
  expect((await readOffers(reply(`[${rows(2000)}]`), shelf, { country: 'GB' })).length).toBe(0);
});

describe('a list that would hold everybody up is not understood', () => {
  const many = (length: number, item: (n: number) => string) =>
    Array.from({ length }, (_, n) => item(n)).join();
  test.each([
    ['nested brackets', '['.repeat(2_000_000)],
    ['nested brackets that end', `${'['.repeat(60_000)}${']'.repeat(60_000)}`],
    ['a row of many keys', `[{${many(100_000, (n) => `"k${n}":1`)},${row(1).slice(1)}]`],
    ['a row of some more keys than any', `[{${many(64, (n) => `"k${n}":1`)},${row(1).slice(1)}]`],
    ['a row with a long list inside', `[{"x":[${many(100_000, String)}],${row(1).slice(1)}]`],
    ['a long string', `[{"x":"${'x'.repeat(100_000)}",${row(1).slice(1)}]`],
    [
      'more services than any vendor has',
      `[${many(66_000, (n) => `{"server":1,"service_code":"s${n}","country":"ee","price":1}`)}]`,
    ],
    ['nothing but numbers', `[${many(500_000, String)}]`],
    ['a list that is cut off', `[${rows(3000)}`],
    ['something behind the list', `[${rows(3000)}] Notice`],
  ])('%s', async (_, body) => {
    await expect(readOffers(reply(body), shelf, {})).rejects.toMatchObject({
      code: 'UNREADABLE',
      details: { vendorWord: expect.stringMatching(/^.{1,200}$/) },
    });
  });
});

test('a site is recognised by the head of a long list', () => {
  const sighting = {
    url: 'https://other.example/api',
    hasKey: true,
    answers: new Map([
      ['balance, wrong key', reply('INVALID API')],
      ['balance', reply('[{"balance":1,"unit":"Toman"}]')],
      ['offers', reply(`[${rows(3000)}`)],
    ]),
  };
  expect(arzancell.recognition?.judge(sighting)).toMatchObject([
    { sureness: 'sure', evidence: expect.arrayContaining([expect.stringContaining('rows with server')]) },
  ]);
});
