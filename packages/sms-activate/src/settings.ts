import { isCurrency, type Limits, NumrouteError } from '@numroute/core';
import { numberOfCurrency } from './failure.ts';
import { type ProfileName, profiles } from './profiles/index.ts';

/** A site by its profile, or one of your own on `classic`, with its `baseUrl` and `currency`. */
export interface SmsActivateSettings {
  /** @default 'classic' */
  readonly profile?: ProfileName;
  readonly apiKey: string;
  /** @default the profile's */
  readonly id?: string;
  /** With its path. Required for `classic`. @default the profile's */
  readonly baseUrl?: string;
  /** Of prices and balance. Required for `classic`. @default the profile's */
  readonly currency?: string;
  /** @default the profile's */
  readonly limits?: Limits;
  /** Lets an `http:` base URL through; the key and every code are then readable on the way. @default false */
  readonly allowInsecureHttp?: boolean;
  readonly proxy?: string;
  readonly timeoutMs?: number;
  readonly purchaseTimeoutMs?: number;
}

type Checks = {
  readonly [K in keyof Required<SmsActivateSettings>]: (value: unknown) => SmsActivateSettings[K];
};

const checks: Checks = {
  profile: (value) => {
    const names = Object.keys(profiles) as readonly ProfileName[];
    const name = names.find((known) => known === value);
    if (name === undefined) throw NumrouteError.input('profile', `one of ${names.join(', ')}`);
    return name;
  },
  apiKey: (value) => text(value, 'apiKey', 'your API key, text without blanks', /^[^\s\p{C}]{1,500}$/u),
  id: (value) => text(value, 'id', 'lower-case letters, digits and dashes', /^[a-z0-9-]{1,50}$/),
  baseUrl: (value) => webAddress(value, 'baseUrl', ['https:', 'http:']),
  currency: (value) => {
    if (typeof value === 'string' && isCurrency(value)) return value;
    throw NumrouteError.input('currency', 'an ISO 4217 code such as USD');
  },
  limits: parseLimits,
  allowInsecureHttp: (value) => {
    if (typeof value === 'boolean') return value;
    throw NumrouteError.input('allowInsecureHttp', 'true or false');
  },
  proxy: (value) => webAddress(value, 'proxy', ['http:']),
  timeoutMs: (value) => count(value, 'timeoutMs', 'milliseconds, a whole number above 0'),
  purchaseTimeoutMs: (value) => count(value, 'purchaseTimeoutMs', 'milliseconds, a whole number above 0'),
};

/** @throws {NumrouteError} INVALID_INPUT Names the setting, never its value. */
export function parseSettings(raw: unknown): SmsActivateSettings {
  const given = objectOf(raw, 'settings', 'an object of settings');
  for (const [name] of given) {
    if (Object.hasOwn(checks, name)) continue;
    throw NumrouteError.input(name.slice(0, 40), `one of ${Object.keys(checks).join(', ')}`);
  }
  const values = new Map(given.filter(([, value]) => value !== undefined));
  const checked = Object.entries(checks)
    .filter(([name]) => name === 'apiKey' || values.has(name))
    .map(([name, check]) => [name, check(values.get(name))]);
  const settings: SmsActivateSettings = Object.fromEntries(checked);
  checkTogether(settings);
  return settings;
}

function checkTogether({
  profile = 'classic',
  baseUrl,
  currency,
  allowInsecureHttp,
}: SmsActivateSettings): void {
  const { baseUrl: usual, currencyParameter } = profiles[profile];
  if (usual === undefined && baseUrl === undefined) {
    throw NumrouteError.input(
      'baseUrl',
      "the site's address with its path, such as https://…/stubs/handler_api.php",
    );
  }
  if (usual === undefined && currency === undefined) {
    throw NumrouteError.input('currency', "the ISO 4217 code of the site's prices, which it does not tell");
  }
  if (currencyParameter && currency !== undefined && numberOfCurrency(currency) === undefined) {
    throw NumrouteError.input('currency', 'USD or RUB');
  }
  if (baseUrl?.startsWith('http:') && !allowInsecureHttp) {
    throw NumrouteError.input('baseUrl', 'an https: address, or allowInsecureHttp: true');
  }
}

function text(value: unknown, field: string, expected: string, pattern: RegExp): string {
  if (typeof value === 'string' && pattern.test(value)) return value;
  throw NumrouteError.input(field, expected);
}

function count(value: unknown, field: string, expected: string): number {
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

function objectOf(value: unknown, field: string, expected: string): readonly [string, unknown][] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value);
  throw NumrouteError.input(field, expected);
}
