import { findCountry, findService } from '@numroute/core';

/** Their codes where they differ from ours, by our name. */
export interface CodeOverrides {
  readonly countries?: Readonly<Record<string, string>>;
  readonly services?: Readonly<Record<string, string>>;
}

/** Translates between our names and one site's codes. What has no name of ours is `<provider>:<code>`. */
export interface Codes {
  countryOf(code: string): string;
  serviceOf(code: string): string;
  /** What to ask for; `any` where the site may spell it in several ways, undefined for another site's code. */
  askCountry(country: string): string | undefined;
  knowsService(service: string): boolean;
}

/** Candidates only: the site's list of countries is not public. */
const countryAliases: ReadonlyMap<string, string> = new Map([
  ['UK', 'GB'],
  ['EN', 'GB'],
  ['USA', 'US'],
  ['UAE', 'AE'],
]);
const ambiguous: ReadonlySet<string> = new Set(countryAliases.values());

export function createCodes(id: string, { countries = {}, services = {} }: CodeOverrides): Codes {
  const theirCountry = new Map(Object.entries(countries));
  const theirService = new Map(Object.entries(services));
  const ourCountry = invert(theirCountry);
  const ourService = invert(theirService);
  const prefix = `${id}:`;

  return {
    countryOf(code) {
      const upper = code.toUpperCase();
      const name = countryAliases.get(upper) ?? findCountry(upper)?.code;
      return ourCountry.get(code.toLowerCase()) ?? named(name, theirCountry) ?? foreign(prefix, code);
    },
    serviceOf(code) {
      const name = findService(code)?.slug;
      return ourService.get(code.toLowerCase()) ?? named(name, theirService) ?? foreign(prefix, code);
    },
    askCountry(country) {
      if (country.startsWith(prefix)) return unescapeBlanks(country.slice(prefix.length));
      if (country.includes(':')) return undefined;
      return theirCountry.get(country) ?? (ambiguous.has(country) ? 'any' : country.toLowerCase());
    },
    knowsService: (service) =>
      !service.includes(':') || service.startsWith(prefix) || theirService.has(service),
  };
}

/** How the site may spell a country; none for another site's code. */
export function spellingsOf(country: string): readonly string[] {
  if (country.includes(':')) return [];
  const others = [...countryAliases].filter(([, ours]) => ours === country).map(([alias]) => alias);
  return [country, ...others].map((code) => code.toLowerCase());
}

/** An override moves the name: the site's own code of that name then means something else. */
function named(name: string | undefined, overridden: ReadonlyMap<string, string>): string | undefined {
  return name !== undefined && overridden.has(name) ? undefined : name;
}

function invert(theirs: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...theirs].map(([ours, code]) => [code.toLowerCase(), ours]));
}

/** Names hold no blanks, so that a buyer can type them. */
function foreign(prefix: string, code: string): string {
  return prefix + code.replace(/\s/g, '%20');
}

function unescapeBlanks(code: string): string {
  return code.replaceAll('%20', ' ');
}
