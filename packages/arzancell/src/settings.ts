import { type Limits, NumrouteError, parseCountry, parseService } from '@numroute/core';
import type { ArzancellOptions } from './adapter.ts';
import { isHostile, readCode } from './fields.ts';
import type { Transport } from './request.ts';
import { currencyOf } from './unit.ts';

export interface ArzancellSettings extends ArzancellOptions {
  readonly apiKey: string;
  /** With its path. @default 'https://arzancell.com/api/handler.php' */
  readonly baseUrl?: string;
  /** Lets an `http:` base URL through; the key and every code are then readable on the way. @default false */
  readonly allowInsecureHttp?: boolean;
  readonly proxy?: string;
  readonly timeoutMs?: number;
  readonly purchaseTimeoutMs?: number;
}

export const defaultBaseUrl = 'https://arzancell.com/api/handler.php';

type Checks = { readonly [K in keyof Required<ArzancellSettings>]: (value: unknown) => ArzancellSettings[K] };

const checks: Checks = {
  apiKey: (value) => text(value, 'apiKey', 'your API key, text without blanks', /^[^\s\p{C}]{1,500}$/u),
  id: (value) => text(value, 'id', 'lower-case letters, digits and dashes', /^[a-z0-9-]{1,50}$/),
  baseUrl: (value) => webAddress(value, 'baseUrl', ['https:', 'http:']),
  keyParameter: (value) => {
    const name = text(value, 'keyParameter', 'the name of a parameter such as api', /^[A-Za-z][\w-]{0,49}$/);
    // The key is added last and would overwrite what is to be bought.
    if (!reserved.has(name)) return name;
    throw NumrouteError.input('keyParameter', `a name other than ${[...reserved].join(', ')}`);
  },
  unit: (value) => {
    const expected = 'Toman, Rial or an ISO 4217 code such as USD';
    const unit = text(value, 'unit', expected, /./);
    if (currencyOf(unit) === undefined) throw NumrouteError.input('unit', expected);
    return unit;
  },
  transport: (value): Transport => {
    if (value === 'query' || value === 'post-form') return value;
    throw NumrouteError.input('transport', "'query' or 'post-form'");
  },
  countries: (value) => codeMap(value, 'countries', parseCountry),
  services: (value) => codeMap(value, 'services', parseService),
  limits: parseLimits,
  allowInsecureHttp: (value) => {
    if (typeof value === 'boolean') return value;
    throw NumrouteError.input('allowInsecureHttp', 'true or false');
  },
  proxy: (value) => webAddress(value, 'proxy', ['http:']),
  timeoutMs: (value) => count(value, 'timeoutMs', 'milliseconds, a whole number above 0'),
  purchaseTimeoutMs: (value) => count(value, 'purchaseTimeoutMs', 'milliseconds, a whole number above 0'),
};

const reserved: ReadonlySet<string> = new Set(['action', 'server', 'country', 'service', 'order_id']);

/** @throws {NumrouteError} INVALID_INPUT Names the setting, never its value. */
export function parseSettings(raw: unknown): ArzancellSettings {
  const given = objectOf(raw, 'settings', 'an object of settings');
  for (const [name] of given) {
    if (Object.hasOwn(checks, name)) continue;
    throw NumrouteError.input(name.slice(0, 40), `one of ${Object.keys(checks).join(', ')}`);
  }
  const values = new Map(given.filter(([, value]) => value !== undefined));
  const checked = Object.entries(checks)
    .filter(([name]) => name === 'apiKey' || values.has(name))
    .map(([name, check]) => [name, check(values.get(name))]);
  const settings: ArzancellSettings = Object.fromEntries(checked);
  if (settings.baseUrl?.startsWith('http:') && !settings.allowInsecureHttp) {
    throw NumrouteError.input('baseUrl', 'an https: address, or allowInsecureHttp: true');
  }
  return settings;
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

function codeMap(
  value: unknown,
  field: string,
  parse: (text: string, field: string) => string,
): Readonly<Record<string, string>> {
  const entries = objectOf(value, field, 'an object from our name to their code');
  const codes = entries.map(([name, code]) => {
    if (isHostile(name)) throw NumrouteError.input(field, 'an object from our name to their code');
    const known = typeof code === 'string' ? readCode(code) : undefined;
    if (known === undefined)
      throw NumrouteError.input(`${field}.${name.slice(0, 40)}`, 'their code, as text');
    return [parse(name, field), known] as const;
  });
  return Object.fromEntries(codes);
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
