import { NumrouteError, parseCountry } from '@numroute/core';
import { expect, test } from 'vitest';
import {
  type CommonSettings,
  codesIn,
  codesOf,
  commonChecks,
  currencyCheck,
  oneOf,
  pluginOf,
  simulatedSettings,
  vocabularyOf,
} from '../src/index.ts';
import { demo } from './fixtures/demo-adapter.ts';

interface Settings extends CommonSettings {
  readonly colour?: string;
}

const parts = {
  id: 'demo',
  baseUrl: 'https://vendor.example/api',
  checks: {
    ...commonChecks,
    colour: (value: unknown): string => {
      if (value === 'red') return value;
      throw NumrouteError.input('colour', 'red');
    },
  },
  adapter: ({ id = 'demo' }: Settings) => ({ ...demo, manifest: { ...demo.manifest, id } }),
};

test('a plugin checks its settings, refuses plain http unless it is let through, and connects', async () => {
  const plugin = pluginOf<Settings>(parts);
  const settings = { apiKey: 'a-secret', id: 'mine', colour: 'red' };
  expect(plugin.parseSettings(settings)).toEqual(settings);
  const field = (raw: object) => {
    try {
      return plugin.parseSettings(raw);
    } catch (error) {
      expect(String(error)).not.toContain('a-secret');
      return NumrouteError.is(error, 'INVALID_INPUT') ? error.details.field : error;
    }
  };
  expect(field({ apiKey: 'a-secret', colour: 'blue' })).toBe('colour');
  expect(field({ apiKey: 'a-secret', size: 1 })).toBe('size');
  expect(field({ apiKey: 'a-secret', baseUrl: 'http://vendor.example' })).toBe('baseUrl');
  const asking = pluginOf<Settings>({ ...parts, required: ['colour'] });
  expect(asking.parseSettings(settings)).toEqual(settings);
  expect(() => asking.parseSettings({ apiKey: 'a-secret' })).toThrow('colour: expected red');
  const provider = plugin.create(settings);
  expect(provider.manifest.id).toBe('mine');
  await provider.close?.();
  expect(plugin).not.toHaveProperty('vocabulary');
  expect(plugin).not.toHaveProperty('recognition');
});

test('a vocabulary of tables has one id for a country, and none for what the vendor has not', () => {
  const codes = {
    provider: 'demo',
    countries: codesOf('demo', { EE: '5' }),
    services: codesOf('demo', { telegram: 'tg' }),
  };
  const vocabulary = vocabularyOf(codes);
  expect(vocabulary).toMatchObject({ provider: 'demo', assumed: [] });
  expect([vocabulary.countryIds('EE'), vocabulary.countryIds('FI')]).toEqual([[{ id: '5' }], []]);
  expect([vocabulary.serviceCode('telegram'), vocabulary.serviceCode('viber')]).toEqual(['tg', undefined]);
});

test('a simulated vendor is reached over plain http, within one time for all requests', () => {
  const site = { baseUrl: 'http://127.0.0.1:1', apiKey: 'k', timeoutMs: 7 };
  const settings = { ...site, purchaseTimeoutMs: 7, allowInsecureHttp: true };
  expect(simulatedSettings(site)).toEqual(settings);
  expect(pluginOf<Settings>(parts).parseSettings(settings)).toEqual(settings);
});

test('codes that an operator knows better are read by our names, each once', () => {
  const idOf = (given: unknown) => (typeof given === 'string' && /^\d+$/.test(given) ? given : undefined);
  const read = (value: unknown) => codesIn(value, 'countries', parseCountry, idOf);
  expect(read({ uk: '44', EE: '8' })).toEqual({ GB: '44', EE: '8' });
  for (const [value, field] of [
    [{ EE: 'x' }, 'countries.EE'],
    [{ Atlantis: '8' }, 'countries.Atlantis'],
    [{ 'demo:7': '8' }, 'countries.demo:7'],
    [{ EE: '8', LV: '8' }, 'countries.LV'],
    [{ GB: '8', UK: '9' }, 'countries.UK'],
    [[], 'countries'],
  ] as const) {
    expect(() => read(value)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', details: expect.objectContaining({ field }) }),
    );
  }
});

test('a word of few, and a currency', () => {
  expect([oneOf<'a' | 'b'>('b', 'way', ['a', 'b']), currencyCheck('IRT')]).toEqual(['b', 'IRT']);
  for (const wrong of [undefined, 'c', 7]) {
    expect(() => oneOf<'a'>(wrong, 'way', ['a'])).toThrow("way: expected 'a', or to be left out");
    expect(() => currencyCheck(wrong)).toThrow('an ISO 4217 code');
  }
});
