import { NumrouteError } from '@numroute/core';
import type { ConnectionSettings } from '../adapter.ts';
import { parseProxy } from './base-url.ts';
import { Secret } from './secret.ts';

/** A proxy, and as whom it is used. */
export interface ProxyAccess {
  readonly url: URL;
  /** `user:password` */
  readonly auth?: Secret;
}

/** SOCKS5 has one byte for the length of each. */
const LONGEST = 255;

/** @throws {NumrouteError} INVALID_INPUT Names the setting, never its value. */
export function proxyAccess({
  proxy,
  proxyAuth,
}: Pick<ConnectionSettings, 'proxy' | 'proxyAuth'>): ProxyAccess | undefined {
  const auth = proxyAuth === undefined ? undefined : new Secret(checkProxyAuth(proxyAuth));
  if (proxy !== undefined) return { url: parseProxy(proxy), ...(auth && { auth }) };
  if (auth) throw NumrouteError.input('proxyAuth', 'a proxy beside it, or to be left out');
  return undefined;
}

/** @throws {NumrouteError} INVALID_INPUT Names the setting, never its value. */
export function checkProxyAuth(value: unknown): string {
  const [user, password] = typeof value === 'string' ? userAndPassword(value) : [];
  if (typeof value === 'string' && isPart(user) && isPart(password)) return value;
  throw NumrouteError.input(
    'proxyAuth',
    `user:password, each of 1 to ${LONGEST} bytes without blanks, and no colon in the user`,
  );
}

/** What must not be seen: the user alone is nobody's secret. */
export function secretsOf({ auth }: ProxyAccess): readonly string[] {
  const pair = auth?.reveal();
  return pair === undefined ? [] : [pair, userAndPassword(pair)[1]];
}

export function userAndPassword(pair: string): readonly [user: string, password: string] {
  const colon = pair.indexOf(':');
  return colon < 0 ? ['', ''] : [pair.slice(0, colon), pair.slice(colon + 1)];
}

function isPart(text: string | undefined): boolean {
  return text !== undefined && /^[^\s\p{C}]+$/u.test(text) && Buffer.byteLength(text) <= LONGEST;
}

/**
 * What a proxy said or did instead of opening a way to the vendor, from the message of hpagent or socks;
 * undefined: anything else. From an allow-list, because a message may hold an address.
 */
export function proxyWord(message: string): string | undefined {
  const status = /^Bad response: (\d{3})$/.exec(message)?.[1];
  if (status === '407') return 'the proxy wants a valid proxyAuth, HTTP 407';
  if (status !== undefined) return `the proxy refused, HTTP ${status}`;
  if (/^Socks5 Authentication failed$|\(no accepted authentication type\)$/.test(message))
    return 'the proxy wants a valid proxyAuth, SOCKS5';
  const reason = /^Socks5 proxy rejected connection - (\w{1,40})$/.exec(message)?.[1];
  if (reason !== undefined) return `the proxy refused, SOCKS5 ${reason}`;
  if (message.endsWith('(invalid socks version)')) return 'the proxy does not speak SOCKS5';
  if (message === 'Socket closed') return 'the proxy hung up';
  if (/^Proxy (?:connection timed out|timeout)$/.test(message)) return 'too slow';
  // socks keeps only the message of a failed connection.
  return /^(?:connect|read|getaddrinfo) (E[A-Z_]{3,30})\b/.exec(message)?.[1];
}
