import type { Query } from '@numroute/core';

/** One vendor's codes of services, or of countries, by our names. */
export interface Codes {
  /** Our name; `<provider>:<code>` where there is none. */
  nameOf(code: string): string;
  /** Several where the vendor sells together what is several to us; else the one of `nameOf`. */
  namesOf(code: string): readonly string[];
  /** The first of them; undefined: the vendor has none, as far as anybody knows. */
  codeOf(name: string): string | undefined;
  /** Several where the vendor sells apart what is one to us. */
  allOf(name: string): readonly string[];
}

/** One vendor's own words, by ours. */
export interface VendorCodes {
  readonly provider: string;
  readonly services: Codes;
  readonly countries: Codes;
}

/** The vendor's codes by our names. */
export type CodeTable = Readonly<Record<string, string>> | Iterable<readonly [name: string, code: string]>;

/**
 * @param table Where two names have one code, the first is the code's name.
 * @param pattern What the vendor takes for a code of its own. @default anything
 */
export function codesOf(provider: string, table: CodeTable, pattern: RegExp = /./): Codes {
  const pairs = [...(Symbol.iterator in table ? table : Object.entries(table))];
  const names = Map.groupBy(pairs, ([, code]) => code);
  const codes = Map.groupBy(pairs, ([name]) => name);
  const foreign = `${provider}:`;
  const nameOf = (code: string): string => names.get(code)?.[0]?.[0] ?? foreign + code;
  const allOf = (name: string): readonly string[] => {
    if (!name.startsWith(foreign)) return (codes.get(name) ?? []).map(([, code]) => code);
    const code = name.slice(foreign.length);
    // What has a name of ours is called by it.
    return names.has(code) || !pattern.test(code) ? [] : [code];
  };
  return {
    nameOf,
    namesOf: (code) => names.get(code)?.map(([name]) => name) ?? [nameOf(code)],
    codeOf: (name) => allOf(name)[0],
    allOf,
  };
}

/**
 * What is asked for, in the vendor's codes. Of what it sells apart, all is asked for. Undefined: it has no code
 * for it, so it sells none.
 */
export function askedOf(
  { service, country }: Query,
  { services, countries }: Pick<VendorCodes, 'services' | 'countries'>,
): { readonly service?: string; readonly country?: string } | undefined {
  const sold = service === undefined ? undefined : services.allOf(service);
  const places = country === undefined ? undefined : countries.allOf(country);
  if (sold?.length === 0 || places?.length === 0) return undefined;
  return {
    ...(sold?.length === 1 && { service: sold[0] }),
    ...(places?.length === 1 && { country: places[0] }),
  };
}
