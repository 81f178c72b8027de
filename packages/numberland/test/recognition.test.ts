import { createWorld } from '@numroute/testkit';
import { expect, test } from 'vitest';
import { numberland, numberlandDialect } from '../src/index.ts';
import { guide, lists, reply } from './support.ts';

const recognition = numberland.recognition;
const judged = (answers: Readonly<Record<string, string>>, url = 'https://other.example/v2.php') =>
  recognition?.judge({
    url,
    hasKey: true,
    answers: new Map(Object.entries(answers).map(([name, text]) => [name, reply(text)])),
  });

test('it is asked with a wrong key first, and with the own one once it is seen', () => {
  const ask = (hasKey: boolean, answers: Readonly<Record<string, string>>) =>
    recognition
      ?.ask({
        url: '',
        hasKey,
        answers: new Map(Object.entries(answers).map(([name, text]) => [name, reply(text)])),
      })
      .map(({ name, query }) => `${name}: ${query?.['method']}`);
  const seen = { 'balance, wrong key': '{"RESULT":-901}' };
  expect(ask(true, {})).toEqual(['balance, wrong key: balance']);
  expect(ask(false, seen)).toEqual(['balance, wrong key: balance']);
  expect(ask(true, { 'balance, wrong key': '{"RESULT":1}' })).toEqual(['balance, wrong key: balance']);
  expect(ask(true, seen)).toEqual([
    'balance, wrong key: balance',
    'balance: balance',
    'countries: getcountry',
  ]);
});

test('three signs are sure, one is likely, none is none', () => {
  const wrongKey = { 'balance, wrong key': '{"RESULT":"-901"}' };
  const whole = { ...wrongKey, balance: guide.balance, countries: lists.countries };
  expect(judged(whole)).toMatchObject([
    { name: 'numberland', sureness: 'sure', settings: { baseUrl: 'https://other.example/v2.php' } },
  ]);
  expect(judged(whole, 'https://api.numberland.ir/v2.php')).toMatchObject([{ settings: {} }]);
  expect(judged(wrongKey)).toMatchObject([{ sureness: 'likely' }]);
  expect(judged({ ...wrongKey, balance: '{"RESULT":-901}' })).toMatchObject([
    { sureness: 'likely', notes: ['It does not accept your key.'] },
  ]);
  for (const text of ['BAD_KEY', 'INVALID API', '{"RESULT":1}', '[]', '<html>', 'null', '']) {
    expect(judged({ 'balance, wrong key': text })).toEqual([]);
  }
});

test('our own server half is recognised', async () => {
  const { door } = createWorld({ currency: 'IRT', offers: [], secret: 'k' });
  const query = new URLSearchParams({ apikey: 'wrong', method: 'balance' });
  const request = { method: 'GET', path: '/v2.php', query, headers: {}, body: '' };
  const { body } = await numberlandDialect().respond(request, door);
  expect(judged({ 'balance, wrong key': body })).toHaveLength(1);
});
