import { hash as digestOf, randomBytes } from 'node:crypto';

/** Shorter ones can be guessed. */
const MIN_TOKEN_LENGTH = 16;

/** What `isToken` wants, in words. */
export const TOKEN_SHAPE: string = `a token of ${MIN_TOKEN_LENGTH} letters, digits and signs or more, without blanks, at least eight of them different`;

/** "changemechangeme" is long, too. */
const LEAST_DIFFERENT = 8;

/** Visible ASCII: whatever else is in it, some client or header could not carry it. */
export function isToken(text: string): boolean {
  return (
    /^[\x21-\x7e]{1,512}$/.test(text) &&
    text.length >= MIN_TOKEN_LENGTH &&
    new Set(text).size >= LEAST_DIFFERENT
  );
}

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
