import type { ProbeReply, Recognition } from '@numroute/core';
import { membersOf, parseJson, recognitionOf } from '@numroute/http';

export const defaultBaseUrl = 'https://www.textverified.com/api/pub/v2';

/** Nobody else words an error so. */
function isError({ status, text }: ProbeReply): boolean {
  const members = status === 200 ? undefined : membersOf(parseJson(text));
  return members?.has('errorCode') === true && members.has('errorDescription');
}

export const recognition: Recognition = recognitionOf({
  name: 'textverified',
  baseUrl: defaultBaseUrl,
  paths: ['/api/pub/v2'],
  keyIn: { in: 'header', name: 'x-api-key' },
  missing: ['username'],
  first: [
    {
      name: 'auth, wrong key',
      method: 'POST',
      path: 'auth',
      headers: { 'x-api-username': 'nobody@example.com' },
      key: 'wrong',
      evidence: 'auth with a wrong key: errorCode and errorDescription',
      isIn: isError,
    },
    {
      name: 'account/me, no token',
      path: 'account/me',
      key: 'none',
      evidence: 'account/me without a token: errorCode and errorDescription',
      isIn: isError,
    },
  ],
});
