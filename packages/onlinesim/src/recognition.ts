import type { ProbeReply, Recognition } from '@numroute/core';
import { membersOf, parseJson, recognitionOf } from '@numroute/http';

export const defaultBaseUrl = 'https://onlinesim.io/api';

const memberIn = ({ text }: ProbeReply, name: string): unknown => membersOf(parseJson(text))?.get(name);
const refusesKey = (reply: ProbeReply): boolean => memberIn(reply, 'response') === 'ERROR_WRONG_KEY';

export const recognition: Recognition = recognitionOf({
  name: 'onlinesim',
  baseUrl: defaultBaseUrl,
  paths: ['/api'],
  keyIn: { in: 'header', name: 'authorization', prefix: 'Bearer ' },
  missing: ['currency'],
  first: [
    {
      name: 'getBalance, wrong key',
      path: 'getBalance.php',
      query: { lang: 'en' },
      key: 'wrong',
      evidence: 'getBalance with a wrong key: ERROR_WRONG_KEY',
      isIn: refusesKey,
    },
  ],
  later: [
    {
      name: 'getBalance',
      path: 'getBalance.php',
      query: { lang: 'en' },
      key: 'own',
      evidence: 'getBalance: a balance, and what is held',
      isIn: (reply) => memberIn(reply, 'balance') !== undefined && memberIn(reply, 'zbalance') !== undefined,
      refusesKey,
    },
  ],
});
