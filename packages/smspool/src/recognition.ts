import type { Probe, Recognition } from '@numroute/core';
import { recognitionOf } from '@numroute/http';
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

export const recognition: Recognition = recognitionOf({
  name: 'smspool',
  baseUrl: defaultBaseUrl,
  paths: ['/'],
  /** Its API is the root of a host of its own. */
  mayBe: (url) => URL.parse(url)?.pathname === '/',
  first: [
    {
      // Its list of countries, in the open, has columns that nobody else has.
      probe: countries,
      evidence: 'country/retrieve_all: rows with ID, name, short_name, region',
      isIn({ status, text }) {
        const row = new Map(status === 200 ? firstRowOf(text) : []);
        return ['ID', 'name', 'short_name', 'region'].every((column) => row.has(column));
      },
    },
    {
      probe: wrongKey,
      evidence: 'request/balance with a wrong key: Invalid API key',
      isIn: (reply) => refusalIn(reply)?.code === 'UNAUTHORIZED',
    },
  ],
});
