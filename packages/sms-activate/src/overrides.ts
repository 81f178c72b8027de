import { findService, NumrouteError, parseCountry } from '@numroute/core';
import { objectOf } from '@numroute/http';
import { createCodes } from './codes.ts';
import { isCountryCode, isServiceCode } from './fields.ts';
import type { Profile } from './profile.ts';

/** What an operator knows better than the tables about one site's ids. */
export interface CodeOverrides {
  /**
   * Their id of a country by its ISO code: `{"EE": 34}`; a list where the site has several, null where
   * it has none.
   */
  readonly countries?: Readonly<Record<string, Id | readonly Id[] | null>>;
  /** Their code of a service by its slug: `{"telegram": "tg"}`; null where it has none. */
  readonly services?: Readonly<Record<string, Id | null>>;
}

type Id = string | number;

/**
 * The profile with the operator's ids. What they replace loses its name: the site's old id for the
 * country, and the old country of the new id, are unknown from then on. Virtual numbers keep theirs.
 */
export function overridden(profile: Profile, { countries = {}, services = {} }: CodeOverrides): Profile {
  const { places, codeOf } = createCodes(profile.id, profile);
  const changedIds = new Map(Object.entries(profile.countries ?? {}));
  const given = Object.entries(countries);
  for (const [id, { country, virtual }] of places) {
    if (!virtual && Object.hasOwn(countries, country)) changedIds.set(id, null);
  }
  for (const [country, ids] of given) for (const id of listOf(ids)) changedIds.set(id, country);

  const changedCodes = new Map(Object.entries(profile.services ?? {}));
  for (const service of Object.keys(services)) {
    const before = codeOf(service);
    if (before !== undefined) changedCodes.set(before, null);
  }
  for (const [service, code] of Object.entries(services)) {
    if (code !== null) changedCodes.set(String(code), service);
  }
  return {
    ...profile,
    countries: Object.fromEntries(changedIds),
    services: Object.fromEntries(changedCodes),
  };
}

/** @throws {NumrouteError} INVALID_INPUT Names the entry, such as `countries.EE`. */
export function parseCountries(value: unknown): NonNullable<CodeOverrides['countries']> {
  const entries = objectOf(value, 'countries', 'an object from ISO codes to their ids, such as {"EE": 34}');
  const named = new Map<string, string>();
  const taken = new Map<string, string>();
  const countries = entries.map(([name, raw]) => {
    const field = fieldOf('countries', name);
    const country = parseCountry(name, field);
    if (country.includes(':')) throw NumrouteError.input(field, 'an ISO 3166-1 alpha-2 code such as EE');
    claim(named, country, field);
    if (raw === null) return [country, null] as const;
    const ids = (Array.isArray(raw) ? raw : [raw]).map((id: unknown) => {
      const text = idText(id);
      if (text === undefined || !isCountryCode(text)) {
        throw NumrouteError.input(field, "the site's id, such as 34; or a list of them, or null");
      }
      claim(taken, text, field);
      return text;
    });
    return [country, ids] as const;
  });
  return Object.fromEntries(countries);
}

/** @throws {NumrouteError} INVALID_INPUT Names the entry, such as `services.telegram`. */
export function parseServices(value: unknown): NonNullable<CodeOverrides['services']> {
  const entries = objectOf(value, 'services', 'an object from our services to their codes');
  const named = new Map<string, string>();
  const taken = new Map<string, string>();
  const services = entries.map(([name, raw]) => {
    const field = fieldOf('services', name);
    const service = findService(name)?.slug;
    if (service === undefined) throw NumrouteError.input(field, 'a service that numroute knows by name');
    claim(named, service, field);
    if (raw === null) return [service, null] as const;
    const code = idText(raw);
    if (code === undefined || !isServiceCode(code)) {
      throw NumrouteError.input(field, 'the site\'s code, such as "tg"; or null');
    }
    claim(taken, code, field);
    return [service, code] as const;
  });
  return Object.fromEntries(services);
}

const fieldOf = (setting: string, name: string): string => `${setting}.${name.slice(0, 40)}`;

function idText(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** One id with two names could not be read back, and of two ids for one name the first would be lost. */
function claim(taken: Map<string, string>, key: string, field: string): void {
  const other = taken.get(key);
  if (other !== undefined) throw NumrouteError.input(field, `one entry for it, and ${other} is one`);
  taken.set(key, field);
}

function listOf(ids: Id | readonly Id[] | null): readonly string[] {
  if (ids === null) return [];
  return (typeof ids === 'object' ? ids : [ids]).map(String);
}
