import type { Probe, Recognition, Sighting } from '@numroute/core';
import { firstRowOf } from '@numroute/http/price-list';
import { refusalIn } from './words.ts';

export const defaultBaseUrl = 'https://api.smspool.net';

const keyIn = { in: 'header', name: 'authorization', prefix: 'Bearer ' } as const;

const countries: Probe = { name: 'countries', path: 'country/retrieve_all', key: 'none', keyIn };
const wrongKey: Probe = {
  name: 'balance, wrong key',
  method: 'POST',
  path: 'request/balance',
  form: {},
  key: 'wrong',
  keyIn,
};

export const recognition: Recognition = {
  paths: ['/'],

  /** Its API is the root of a host of its own. */
  ask: ({ url }) => (URL.parse(url)?.pathname === '/' ? [countries, wrongKey] : []),

  judge(sighting) {
    const evidence = signsOf(sighting);
    if (evidence.length === 0) return [];
    const baseUrl = sighting.url.replace(/\/$/, '');
    const settings = baseUrl === defaultBaseUrl ? {} : { baseUrl };
    // Its list of countries, in the open, has columns that nobody else has.
    return [{ name: 'smspool', sureness: evidence.length === 2 ? 'sure' : 'likely', evidence, settings }];
  },
};

function signsOf({ answers }: Sighting): readonly string[] {
  const listed = answers.get(countries.name);
  const refused = answers.get(wrongKey.name);
  const row = new Map(listed?.status === 200 ? firstRowOf(listed.text) : []);
  const isList = ['ID', 'name', 'short_name', 'region'].every((column) => row.has(column));
  const isRefused = refused && refusalIn(refused)?.code === 'UNAUTHORIZED';
  return [
    ...(isList ? ['country/retrieve_all: rows with ID, name, short_name, region'] : []),
    ...(isRefused ? ['request/balance with a wrong key: Invalid API key'] : []),
  ];
}
