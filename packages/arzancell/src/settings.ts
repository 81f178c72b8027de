import { NumrouteError, parseCountry, parseService } from '@numroute/core';
import { type Checks, type CommonSettings, codesIn, commonChecks, oneOf, text } from '@numroute/http';
import type { ArzancellOptions } from './adapter.ts';
import { readCode } from './fields.ts';
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
  transport: (value) => oneOf<Transport>(value, 'transport', ['query', 'post-form']),
  countries: (value) => codesIn(value, 'countries', parseCountry, codeOf),
  services: (value) => codesIn(value, 'services', parseService, codeOf),
};

const reserved: ReadonlySet<string> = new Set(['action', 'server', 'country', 'service', 'order_id']);

function codeOf(given: unknown): string | undefined {
  return typeof given === 'string' ? readCode(given) : undefined;
}
