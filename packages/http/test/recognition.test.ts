import type { Probe, ProbeReply } from '@numroute/core';
import { expect, test } from 'vitest';
import { recognitionOf, type Sign } from '../src/index.ts';

const sign = (name: string, key: Probe['key'], more: Partial<Sign> = {}): Sign => ({
  name,
  key,
  evidence: `${name} was seen`,
  isIn: ({ text }) => text === 'yes',
  ...more,
});
const keyIn = { in: 'query', name: 'k' } as const;
const signs = { name: 'acme', baseUrl: 'https://acme.example/api', paths: ['/api'], keyIn };
const first = [sign('list', 'none'), sign('wrong', 'wrong')];
const later = [sign('own', 'own', { refusesKey: ({ status }) => status === 401 })];
const sighting = (
  answers: Readonly<Record<string, string>>,
  hasKey = true,
  url = 'https://b.example/api/',
) => ({
  url,
  hasKey,
  answers: new Map<string, ProbeReply | null>(
    Object.entries(answers).map(([name, text]) => [
      name,
      text === 'none' ? null : { status: text === 'no' ? 401 : 200, headers: {}, text },
    ]),
  ),
});

test('the user’s key is asked with once one of the first signs was seen', () => {
  const { ask, paths } = recognitionOf({ ...signs, first, later });
  const names = (...given: Parameters<typeof sighting>) => ask(sighting(...given)).map(({ name }) => name);
  expect(paths).toEqual(['/api']);
  expect(ask(sighting({}))[0]).toEqual({ name: 'list', key: 'none', keyIn });
  expect(names({})).toEqual(['list', 'wrong']);
  expect(names({ list: 'no', wrong: 'none' })).toEqual(['list', 'wrong']);
  expect(names({ list: 'no', wrong: 'yes' })).toEqual(['list', 'wrong', 'own']);
  expect(names({ list: 'yes' }, false)).toEqual(['list', 'wrong']);
  const elsewhere = recognitionOf({ ...signs, first, mayBe: (url) => !url.includes('b.example') });
  expect(elsewhere.ask(sighting({}))).toEqual([]);
});

test('all of the last signs are sure, one is likely, none is none', () => {
  const { judge } = recognitionOf({ ...signs, first, later });
  expect(judge(sighting({ list: 'no', wrong: 'none' }))).toEqual([]);
  expect(judge(sighting({ list: 'yes' }))).toEqual([
    {
      name: 'acme',
      sureness: 'likely',
      evidence: ['list was seen'],
      settings: { baseUrl: 'https://b.example/api' },
    },
  ]);
  expect(judge(sighting({ list: 'yes', own: 'yes' }, true, signs.baseUrl))).toMatchObject([
    { sureness: 'sure', evidence: ['list was seen', 'own was seen'], settings: {} },
  ]);
  expect(judge(sighting({ list: 'yes', own: 'no' }))).toMatchObject([
    { sureness: 'likely', notes: ['It does not accept your key.'] },
  ]);
  const asking = recognitionOf({ ...signs, first, missing: ['currency'] });
  expect(asking.judge(sighting({ list: 'yes' }))).toMatchObject([{ missing: ['currency'] }]);
  const alone = recognitionOf({ ...signs, first }).judge(sighting({ list: 'yes', wrong: 'yes' }));
  expect(alone).toMatchObject([{ sureness: 'sure' }]);
  expect(recognitionOf({ ...signs, first }).judge(sighting({ list: 'yes' }))).toMatchObject([
    { sureness: 'likely' },
  ]);
});
