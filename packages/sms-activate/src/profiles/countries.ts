import { smsActivateCountryOverrides } from '@numroute/core';
import type { Profile } from '../profile.ts';

/** What a site's own list of countries changes in the family's table, as core has recorded it. */
export function countriesOf(site: string): NonNullable<Profile['countries']> {
  const seen = smsActivateCountryOverrides.get(site);
  const absent = seen?.absent.map((id) => [String(id), null] as const) ?? [];
  const own = [...(seen?.ownIds ?? [])].map(([id, country]) => [String(id), country] as const);
  return Object.fromEntries([...absent, ...own]);
}
