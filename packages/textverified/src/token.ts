import { dataOf, type FetchedToken } from '@numroute/http';
import { whole } from '@numroute/http/fields';
import * as v from 'valibot';

const login = v.object({ token: v.string(), expiresIn: whole });

/** The key and the user's name together buy a bearer token for a quarter of an hour. */
export function tokenFor(username: string): FetchedToken {
  return {
    in: 'token',
    name: 'authorization',
    prefix: 'Bearer ',
    request: { method: 'POST', path: ['auth'], headers: { 'x-api-username': username } },
    key: { in: 'header', name: 'x-api-key' },
    read(reply) {
      const { token, expiresIn } = dataOf(reply, login, undefined);
      return { token, lifetimeMs: expiresIn * 1000 };
    },
  };
}
