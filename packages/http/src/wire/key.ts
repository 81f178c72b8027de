import { NumrouteError } from '@numroute/core';
import type { ConnectionSettings } from '../adapter.ts';
import { Secret } from './secret.ts';

/**
 * The key, wrapped as soon as it is seen. A function is asked before every request, so that a vault
 * may rotate it.
 *
 * @throws {NumrouteError} INVALID_INPUT There is none.
 */
export function createKeySource(apiKey: ConnectionSettings['apiKey']): () => Promise<Secret> {
  if (typeof apiKey !== 'function') {
    const secret = wrap(apiKey);
    return async () => secret;
  }
  return async () => {
    let value: string;
    try {
      value = await apiKey();
    } catch {
      throw NumrouteError.input('apiKey', 'a function that returns the key; it threw an error');
    }
    return wrap(value);
  };
}

function wrap(value: unknown): Secret {
  const key = typeof value === 'string' ? value.trim() : '';
  if (key === '')
    throw NumrouteError.input('apiKey', 'the key of your account with the vendor, which is not blank');
  // A line break in a header would be an injection.
  if (/\p{Cc}|[^\p{ASCII}\xa0-\xff]/u.test(key)) {
    throw NumrouteError.input('apiKey', 'a key of printable Latin letters, digits and signs');
  }
  return new Secret(key);
}
