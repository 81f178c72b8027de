import type { Likeness, Probe, ProbeReply, Recognition, Sighting } from '@numroute/core';
import { parseJson } from '@numroute/http';
import { firstRowOf } from '@numroute/http/price-list';
import { defaultBaseUrl } from './settings.ts';

const keyIn = { in: 'query', name: 'apikey' } as const;

const wrongKey: Probe = { name: 'balance, wrong key', query: { method: 'balance' }, key: 'wrong', keyIn };
const balance: Probe = { name: 'balance', query: { method: 'balance' }, key: 'own', keyIn };
const countries: Probe = {
  name: 'countries',
  query: { method: 'getcountry' },
  key: 'own',
  keyIn,
  maxBytes: 4_194_304,
};

export const recognition: Recognition = {
  paths: ['/v2.php'],

  ask(sighting) {
    const isSeen = sighting.hasKey && signs.wrongKey(sighting) !== undefined;
    return [wrongKey, ...(isSeen ? [balance, countries] : [])];
  },

  judge(sighting) {
    const seen = [signs.wrongKey, signs.balance, signs.countries].map((sign) => sign(sighting));
    const evidence = seen.filter((sign) => sign !== undefined);
    if (evidence.length === 0) return [];
    const isRefused = resultOf(sighting.answers.get(balance.name)) === '-901';
    const likeness: Likeness = {
      name: 'numberland',
      sureness: evidence.length === seen.length ? 'sure' : 'likely',
      evidence,
      settings: sighting.url === defaultBaseUrl ? {} : { baseUrl: sighting.url },
      ...(isRefused && { notes: ['It does not accept your key.'] }),
    };
    return [likeness];
  },
};

type Sign = (sighting: Sighting) => string | undefined;

const signs: Readonly<Record<'wrongKey' | 'balance' | 'countries', Sign>> = {
  wrongKey: ({ answers }) =>
    resultOf(answers.get(wrongKey.name)) === '-901' ? 'balance with a wrong key: RESULT -901' : undefined,
  balance({ answers }) {
    const fields = objectIn(answers.get(balance.name));
    const isOne = fields !== undefined && 'BALANCE' in fields && 'CURRENCY' in fields;
    return isOne ? 'balance: RESULT, BALANCE and CURRENCY' : undefined;
  },
  countries({ answers }) {
    const row = new Map(firstRowOf(answers.get(countries.name)?.text ?? ''));
    return row.has('name_en') && row.has('areacode')
      ? 'getcountry: rows with name_en and areacode'
      : undefined;
  },
};

function resultOf(reply: ProbeReply | null | undefined): unknown {
  return objectIn(reply)?.['RESULT'];
}

function objectIn(reply: ProbeReply | null | undefined): Readonly<Record<string, unknown>> | undefined {
  const value = reply ? parseJson(reply.text) : undefined;
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
