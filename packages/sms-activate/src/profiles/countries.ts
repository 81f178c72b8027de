import { smsActivateCountryOverrides } from '../ids/countries.ts';
import type { Profile } from '../profile.ts';

/** What a site's own list of countries changes in the family's table. */
export function countriesOf(site: string): NonNullable<Profile['countries']> {
  const seen = smsActivateCountryOverrides.get(site);
  const absent = seen?.absent.map((id) => [String(id), null] as const) ?? [];
  const own = [...(seen?.ownIds ?? [])].map(([id, country]) => [String(id), country] as const);
  return Object.fromEntries([...absent, ...own]);
}
