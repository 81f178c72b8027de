import { isCurrency, type Limits, NumrouteError } from '@numroute/core';
import type { ConnectionSettings } from './adapter.ts';
import { hintOf } from './nearest.ts';
import { checkProxyAuth } from './wire/proxy.ts';

/** What every adapter's settings file may say of the connection, beside the adapter's own. */
export interface CommonSettings
  extends Pick<
    ConnectionSettings,
    'allowInsecureHttp' | 'proxy' | 'proxyAuth' | 'timeoutMs' | 'purchaseTimeoutMs'
  > {
  readonly apiKey: string;
  readonly id?: string;
  /** With its path. */
  readonly baseUrl?: string;
  readonly limits?: Limits;
}

/** A check per setting: the value it accepts, or an `INVALID_INPUT` that names the setting and never its value. */
export type Checks<S> = { readonly [K in keyof Required<S>]: (value: unknown) => S[K] };

/** The checks of the settings that every plugin has. */
export const commonChecks: Checks<CommonSettings> = {
  apiKey: (value) => text(value, 'apiKey', 'your API key, text without blanks', /^[^\s\p{C}]{1,2000}$/u),
  id: (value) => text(value, 'id', 'lower-case letters, digits and dashes', /^[a-z0-9-]{1,50}$/),
  baseUrl: (value) => webAddress(value, 'baseUrl', ['https:', 'http:']),
  limits: parseLimits,
  allowInsecureHttp: (value) => {
    if (typeof value === 'boolean') return value;
    throw NumrouteError.input('allowInsecureHttp', 'true or false');
  },
  proxy: (value) => webAddress(value, 'proxy', ['http:', 'socks5:']),
  proxyAuth: checkProxyAuth,
  timeoutMs: (value) => count(value, 'timeoutMs', 'milliseconds, a whole number above 0'),
  purchaseTimeoutMs: (value) => count(value, 'purchaseTimeoutMs', 'milliseconds, a whole number above 0'),
};

/**
 * Settings from a file, each by its check; a setting without one is refused.
 *
 * @param required Those that must be there beside `apiKey`. @default none
 * @throws {NumrouteError} INVALID_INPUT Names the setting, never its value.
 */
export function checkSettings<S extends CommonSettings>(
  raw: unknown,
  checks: Checks<S>,
  required: readonly string[] = [],
): S {
  const given = objectOf(raw, 'settings', 'an object of settings');
  for (const [name] of given) {
    if (Object.hasOwn(checks, name)) continue;
    const known = Object.keys(checks);
    throw NumrouteError.input(name.slice(0, 40), `one of ${known.join(', ')}${hintOf(name, known)}`);
  }
  const values = new Map(given.filter(([, value]) => value !== undefined));
  const checked = Object.entries<(value: unknown) => unknown>(checks)
    .filter(([name]) => name === 'apiKey' || required.includes(name) || values.has(name))
    .map(([name, check]) => [name, check(values.get(name))]);
  return Object.fromEntries(checked);
}

/** After the other checks, because it looks at two settings together. @throws {NumrouteError} INVALID_INPUT */
export function refusePlainHttp({ baseUrl, allowInsecureHttp }: CommonSettings): void {
  if (!baseUrl?.startsWith('http:') || allowInsecureHttp) return;
  throw NumrouteError.input('baseUrl', 'an https: address, or allowInsecureHttp: true');
}

/** How to connect, as the settings say; what they leave out is left to the defaults. */
export function connectionOf(settings: CommonSettings, baseUrl: string): ConnectionSettings {
  const { apiKey, allowInsecureHttp, proxy, proxyAuth, timeoutMs, purchaseTimeoutMs } = settings;
  return {
    apiKey,
    baseUrl,
    ...(allowInsecureHttp !== undefined && { allowInsecureHttp }),
    ...(proxy !== undefined && { proxy }),
    ...(proxyAuth !== undefined && { proxyAuth }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(purchaseTimeoutMs !== undefined && { purchaseTimeoutMs }),
  };
}

/** Text that fits the pattern. @throws {NumrouteError} INVALID_INPUT */
export function text(value: unknown, field: string, expected: string, pattern: RegExp): string {
  if (typeof value === 'string' && pattern.test(value)) return value;
  throw NumrouteError.input(field, expected);
}

/** One of the allowed words. @throws {NumrouteError} INVALID_INPUT */
export function oneOf<T extends string>(value: unknown, field: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found !== undefined) return found;
  const words = allowed.map((one) => `'${one}'`).join(' or ');
  throw NumrouteError.input(field, `${words}, or to be left out`);
}

/**
 * An ISO 4217 code, or `IRT` for Toman.
 *
 * @throws {NumrouteError} INVALID_INPUT
 */
export function currencyCheck(value: unknown): string {
  if (typeof value === 'string' && isCurrency(value)) return value;
  throw NumrouteError.input('currency', 'an ISO 4217 code such as USD');
}

/**
 * The vendor's codes by our names, as an operator knows them better than the adapter.
 *
 * @param nameOf Our name of a text; throws for any other text.
 * @param codeOf Undefined for what is no code.
 */
export function codesIn(
  value: unknown,
  setting: string,
  nameOf: (text: string, field: string) => string,
  codeOf: (given: unknown) => string | undefined,
): Readonly<Record<string, string>> {
  const codes = new Map<string, string>();
  for (const [name, given] of objectOf(value, setting, 'an object from our names to their codes')) {
    const field = `${setting}.${name.slice(0, 40)}`;
    const code = codeOf(given);
    if (code === undefined) throw NumrouteError.input(field, 'their code, as they write it');
    const ours = nameOf(name, field);
    if (ours.includes(':')) throw NumrouteError.input(field, 'a name of ours, such as EE or telegram');
    // One code with two names could not be read back, and of two codes for one name the first would be lost.
    if (codes.has(ours) || [...codes.values()].includes(code))
      throw NumrouteError.input(field, 'one entry for it');
    codes.set(ours, code);
  }
  return Object.fromEntries(codes);
}

/** The fields of an object. @throws {NumrouteError} INVALID_INPUT */
export function objectOf(value: unknown, field: string, expected: string): readonly [string, unknown][] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value);
  throw NumrouteError.input(field, expected);
}

/** A whole number above zero. @throws {NumrouteError} INVALID_INPUT */
export function count(value: unknown, field: string, expected: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw NumrouteError.input(field, expected);
}

function webAddress(value: unknown, field: string, protocols: readonly string[]): string {
  const expected = `an address that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`;
  if (typeof value !== 'string' || !URL.canParse(value)) throw NumrouteError.input(field, expected);
  const { protocol } = new URL(value);
  if (!protocols.includes(protocol)) throw NumrouteError.input(field, expected);
  return protocol === 'http:' ? value.replace(/^http:/i, 'http:') : value;
}

function parseLimits(value: unknown): Limits {
  const limits = new Map(objectOf(value, 'limits', 'an object with requests, perMs and concurrent'));
  for (const name of limits.keys()) {
    if (['requests', 'perMs', 'concurrent', 'sharedLane'].includes(name)) continue;
    throw NumrouteError.input('limits', 'only requests, perMs, concurrent and sharedLane');
  }
  const whole = 'a whole number above 0';
  const lane = limits.get('sharedLane');
  return {
    requests: count(limits.get('requests'), 'limits.requests', whole),
    perMs: count(limits.get('perMs'), 'limits.perMs', whole),
    concurrent: count(limits.get('concurrent'), 'limits.concurrent', whole),
    ...(lane !== undefined && { sharedLane: text(lane, 'limits.sharedLane', 'the name of a lane', /\S/) }),
  };
}
