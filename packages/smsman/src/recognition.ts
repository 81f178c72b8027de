import type { ProbeReply, Recognition } from '@numroute/core';
import { recognitionOf } from '@numroute/http';
import { fieldsOf, meaningOf, wordIn } from './words.ts';

export const defaultBaseUrl = 'https://api.sms-man.com/control';

const refusesKey = (reply: ProbeReply): boolean => {
  const word = wordIn(fieldsOf(reply));
  return word !== undefined && meaningOf(word).code === 'UNAUTHORIZED';
};

export const recognition: Recognition = recognitionOf({
  name: 'smsman',
  baseUrl: defaultBaseUrl,
  paths: ['/control'],
  keyIn: { in: 'query', name: 'token' },
  missing: ['currency'],
  mayBe: (url) => URL.parse(url)?.pathname.replace(/\/$/, '').endsWith('/control') === true,
  first: [
    {
      name: 'balance, wrong key',
      path: 'get-balance',
      key: 'wrong',
      evidence: 'get-balance with a wrong key: error_code wrong_token',
      isIn: refusesKey,
    },
  ],
  later: [
    {
      name: 'balance',
      path: 'get-balance',
      key: 'own',
      evidence: 'get-balance: a balance',
      isIn: (reply) => fieldsOf(reply)?.has('balance'),
      refusesKey,
    },
  ],
});
