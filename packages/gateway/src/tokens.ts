import { hash as digestOf, randomBytes } from 'node:crypto';

/** Shorter ones can be guessed. */
export const MIN_TOKEN_LENGTH = 16;

/** What a client sends, and what the config keeps of it. */
export interface NewToken {
  readonly token: string;
  readonly hash: string;
}

/** 32 hex digits: the longest that every old client has room for. */
export function newToken(): NewToken {
  const token = randomBytes(16).toString('hex');
  return { token, hash: hashToken(token) };
}

/** A plain hash will do: a token is random, so there is no dictionary to try. */
export function hashToken(token: string): string {
  return digestOf('sha256', token, 'hex');
}

/**
 * Finds whose token it is. The digest is looked up, not the token: nobody can choose a digest, so how
 * long that takes tells nothing about a token, and a thousand clients cost no more than one.
 */
export function tokenTable<T>(
  entries: Iterable<readonly [hash: string, holder: T]>,
): (token: string) => T | undefined {
  const holders = new Map(entries);
  return (token) => holders.get(hashToken(token));
}
