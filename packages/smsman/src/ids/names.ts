import { findService, listCountries, parseCountry } from '@numroute/core';
import { serviceCodes } from '../data/service-codes.ts';

const slugs = new Map(Object.entries(serviceCodes).map(([slug, code]) => [code, slug]));
const titles = new Map(listCountries().map(({ code, name }) => [name.toLowerCase(), code]));

/** Two words for one thing; where they contradict each other neither proves anything. */
function agreed(one: string | undefined, other: string | undefined): string | undefined {
  return one === undefined || other === undefined || one === other ? (one ?? other) : undefined;
}

/** Our slug of an application, by its title and its letters. */
export function serviceCalled(title: string, code: string): string | undefined {
  return agreed(findService(title)?.slug, slugs.get(code));
}

/** The country of a row, by its title and its ISO code. Numbers of no country's own network are of none. */
export function countryCalled(title: string, code: string): string | undefined {
  if (/virtual|voip/i.test(title)) return undefined;
  return agreed(titles.get(title.toLowerCase()), isoOf(code));
}

/** `UK` and `USA` are in use, too. */
function isoOf(code: string): string | undefined {
  try {
    return /^[a-z]{2,3}$/i.test(code) ? parseCountry(code) : undefined;
  } catch {
    return undefined;
  }
}
