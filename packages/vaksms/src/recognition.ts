import type { Recognition } from '@numroute/core';
import { recognitionOf } from '@numroute/http';
import { firstRowOf } from '@numroute/http/price-list';
import { fieldsOf, wordIn } from './words.ts';

export const defaultBaseUrl = 'https://vak-sms.com/api';

export const recognition: Recognition = recognitionOf({
  name: 'vaksms',
  baseUrl: defaultBaseUrl,
  paths: ['/api'],
  keyIn: { in: 'query', name: 'apiKey' },
  missing: ['currency'],
  mayBe: (url) => URL.parse(url)?.pathname.replace(/\/$/, '').endsWith('/api') === true,
  first: [
    {
      name: 'countries',
      path: 'getCountryList/',
      key: 'none',
      maxBytes: 1_048_576,
      evidence: 'getCountryList: rows with countryName, countryCode, operatorList',
      isIn({ status, text }) {
        const row = new Map(status === 200 ? firstRowOf(text) : []);
        return ['countryName', 'countryCode', 'operatorList'].every((field) => row.has(field));
      },
    },
    {
      name: 'balance, wrong key',
      path: 'getBalance/',
      key: 'wrong',
      evidence: 'getBalance with a wrong key: apiKeyNotFound',
      isIn: (reply) => wordIn(fieldsOf(reply)) === 'apiKeyNotFound',
    },
  ],
});
