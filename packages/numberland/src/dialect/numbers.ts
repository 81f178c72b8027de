import { findCountry, listCountries, listServices } from '@numroute/core';
import { knownCountries, knownServices } from '../ids/known.ts';

/** Ids as this counter gives them; the vendor's own beyond the known few are not published. */
const FIRST = 1001;

const services = numbered(
  listServices().map(({ slug }) => slug),
  knownServices,
);
const countries = numbered(
  listCountries().map(({ code }) => code),
  knownCountries,
);

export const serviceIds: Numbers = numbersOf(services);
export const countryIds: Numbers = numbersOf(countries);

/** Ids by our names, and back. Names that are none of ours have none, but for this vendor's own. */
export interface Numbers {
  readonly all: Iterable<readonly [name: string, id: string]>;
  idOf(name: string): string | undefined;
  nameOf(id: string): string | undefined;
}

export function callingCodeOf(country: string): string {
  return findCountry(country)?.callingCode ?? '';
}

function numbered(
  names: readonly string[],
  known: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  return new Map(names.map((name, n) => [name, known[name] ?? String(FIRST + n)]));
}

const OWN = 'numberland:';

function numbersOf(ids: ReadonlyMap<string, string>): Numbers {
  const names = new Map([...ids].map(([name, id]) => [id, name]));
  return {
    all: ids,
    idOf(name) {
      const own = name.startsWith(OWN) ? name.slice(OWN.length) : '';
      return ids.get(name) ?? (/^\d+$/.test(own) && !names.has(own) ? own : undefined);
    },
    nameOf: (id) => names.get(id) ?? (/^\d+$/.test(id) ? OWN + id : undefined),
  };
}
