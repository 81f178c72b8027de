import type { ProbeReply } from '@numroute/core';
import { expect, test } from 'vitest';
import { fivesim } from '../src/index.ts';
import { page } from './support.ts';

const { recognition } = fivesim;
const answer = (text: string, status = 200): ProbeReply => ({ status, headers: {}, text });
const judge = (answers: Record<string, ProbeReply | null>, url = 'https://shop.example/v1') =>
  recognition?.judge({ url, hasKey: true, answers: new Map(Object.entries(answers)) });

test('the countries tell the dialect, a balance makes it sure', () => {
  const countries = answer(page.countries);
  expect(judge({ countries })).toMatchObject([
    { name: 'fivesim', sureness: 'likely', settings: { baseUrl: 'https://shop.example/v1' } },
  ]);
  expect(judge({ countries, profile: answer(page.profile) })).toMatchObject([{ sureness: 'sure' }]);
  expect(judge({ countries, profile: answer('', 401) })).toMatchObject([
    { sureness: 'likely', notes: ['It does not accept your key.'] },
  ]);
  expect(judge({ countries }, 'https://5sim.net/v1')).toMatchObject([{ settings: {} }]);
});

test('the key goes nowhere before', () => {
  const sighting = (answers: [string, ProbeReply][]) => ({
    url: 'x',
    hasKey: true,
    answers: new Map(answers),
  });
  expect(recognition?.ask(sighting([])).map(({ key }) => key)).toEqual(['none']);
  expect(recognition?.ask(sighting([['countries', answer(page.countries)]])).map(({ key }) => key)).toEqual([
    'none',
    'own',
  ]);
  expect(recognition?.paths).toEqual(['/v1']);
});

test.each([
  answer('', 401),
  answer('{}'),
  answer('[]'),
  answer('null'),
  answer('{"england":{"iso":{"gb":1}}}'),
  answer('{"england":null}'),
  answer(page.countries, 500),
  answer('<html></html>'),
  null,
])('%j is another', (countries) => {
  expect(judge({ countries })).toEqual([]);
  expect(judge({})).toEqual([]);
});
