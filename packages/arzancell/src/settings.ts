import { NumrouteError, parseCountry, parseService } from '@numroute/core';
import { type Checks, type CommonSettings, commonChecks, objectOf, text } from '@numroute/http';
import type { ArzancellOptions } from './adapter.ts';
import { isHostile, readCode } from './fields.ts';
import type { Transport } from './request.ts';
import { currencyOf } from './unit.ts';

/** `baseUrl` is 'https://arzancell.com/api/handler.php' unless it is said. */
export interface ArzancellSettings extends CommonSettings, ArzancellOptions {}

export const defaultBaseUrl = 'https://arzancell.com/api/handler.php';

export const checks: Checks<ArzancellSettings> = {
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
