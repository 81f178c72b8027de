import type { ProbeReply, Recognition } from '@numroute/core';
import { type Json, membersOf, parseJson, recognitionOf } from '@numroute/http';

export const defaultBaseUrl = 'https://api.smspva.com/activation';

function memberOf(text: string, name: string): ReadonlyMap<string, Json> | undefined {
  const members = membersOf(parseJson(text));
  return members?.has('statusCode') ? membersOf(members.get(name)) : undefined;
}

const refusesKey = ({ text }: ProbeReply): boolean => memberOf(text, 'error') !== undefined;

export const recognition: Recognition = recognitionOf({
  name: 'smspva',
  baseUrl: defaultBaseUrl,
  paths: ['/activation'],
  keyIn: { in: 'header', name: 'apikey' },
  first: [
    {
      name: 'balance, wrong key',
      path: 'balance',
      key: 'wrong',
      evidence: 'balance with a wrong key: a statusCode, and an error with type and description',
      isIn({ text }) {
        const error = memberOf(text, 'error');
        return error?.has('type') && error.has('description');
      },
    },
  ],
  later: [
    {
      name: 'userinfo',
      path: 'userinfo',
      key: 'own',
      evidence: 'userinfo: a balance and a karma',
      isIn({ text }) {
        const data = memberOf(text, 'data');
        return data?.has('balance') && data.has('karma');
      },
      refusesKey,
    },
  ],
});
