import { NumrouteError, parseCountry, parseService } from '@numroute/core';
import { type Checks, checkSettings, commonChecks, objectOf, refusePlainHttp, text } from '@numroute/http';
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
  readonly proxyAuth?: string;
  readonly timeoutMs?: number;
  readonly purchaseTimeoutMs?: number;
}

export const defaultBaseUrl = 'https://arzancell.com/api/handler.php';

const checks: Checks<ArzancellSettings> = {
  ...commonChecks,
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
};

const reserved: ReadonlySet<string> = new Set(['action', 'server', 'country', 'service', 'order_id']);

/** @throws {NumrouteError} INVALID_INPUT Names the setting, never its value. */
export function parseSettings(raw: unknown): ArzancellSettings {
  const settings = checkSettings(raw, checks);
  refusePlainHttp(settings);
  return settings;
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
