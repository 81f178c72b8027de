import type { Recognition } from '@numroute/core';
import { recognitionOf } from '@numroute/http';
import { firstRowOf } from '@numroute/http/price-list';
import { refusalIn } from './words.ts';

export const defaultBaseUrl = 'https://api.smspool.net';

export const recognition: Recognition = recognitionOf({
  name: 'smspool',
  baseUrl: defaultBaseUrl,
  paths: ['/'],
  keyIn: { in: 'header', name: 'authorization', prefix: 'Bearer ' },
  // Its API is the root of a host of its own.
  mayBe: (url) => URL.parse(url)?.pathname === '/',
  first: [
    {
      // Its list of countries, in the open, has columns that nobody else has.
      name: 'countries',
      path: 'country/retrieve_all',
      key: 'none',
      evidence: 'country/retrieve_all: rows with ID, name, short_name, region',
      isIn({ status, text }) {
        const row = new Map(status === 200 ? firstRowOf(text) : []);
        return ['ID', 'name', 'short_name', 'region'].every((column) => row.has(column));
      },
    },
    {
      name: 'balance, wrong key',
      method: 'POST',
      path: 'request/balance',
      form: {},
      key: 'wrong',
      evidence: 'request/balance with a wrong key: Invalid API key',
      isIn: (reply) => refusalIn(reply)?.code === 'UNAUTHORIZED',
    },
  ],
});
