import type { IdData, Row } from './data.ts';

/** A module that is built from the data. */
export interface Table {
  /** From the root of the repository. */
  readonly file: string;
  /** Before the formatter. */
  readonly text: string;
}

export function tablesOf(data: IdData): readonly Table[] {
  return [
    { file: 'packages/core/src/sms-activate-country-ids.ts', text: familyCountries(data) },
    { file: 'packages/core/src/sms-activate-service-codes.ts', text: familyServices(data) },
    { file: 'packages/core/src/service-table.ts', text: services(data) },
    { file: 'packages/sms-activate/src/profiles/fivesim-countries.ts', text: fivesim(data) },
    { file: 'packages/sms-activate/src/profiles/onlinesim-ids.ts', text: onlinesim(data) },
  ];
}

/** Stands in every table: who changes it by hand loses the change. */
const built = 'Built from the lists in `tools/ids/data` by `npm run ids`: change those, not this.';

function familyCountries({ familyCountries: rows }: IdData): string {
  const of = (kind: string) => rows.filter((row) => row['kind'] === kind);
  const line = ({ id, iso, lists = '' }: Row): string =>
    `  ${iso}: ${id},${lists.includes('a') ? '' : ' // not in sms-activate’s own list'}`;
  return `/**
 * Country ids of the sms-activate family by ISO code, of real numbers. A default, never a fact: check it
 * against the shop's own getCountries. No shop publishes ISO codes beside its ids: these were assigned from
 * the names, in November 2026, and 222, a second and hidden Russia, was left out.
 *
 * ${built}
 *
 * @see https://github.com/optinsoft/asmsactivate all_countries.json (sms-activate, 2025)
 * @see https://github.com/optinsoft/aherosms all_countries.json (HeroSMS, 2025-12)
 * @see https://github.com/0xffz/gatewave-app crates/sms-activate, fixtures (live, 2026-08-30)
 */
export const realCountryIds: Readonly<Record<string, number>> = {
${of('real').map(line).join('\n')}
};

/** “USA (virtual)”: VoIP numbers, which big services often refuse. */
export const virtualCountryIds: Readonly<Record<string, number>> = {
${of('virtual').map(line).join('\n')}
};
`;
}

function familyServices({ services: ours, familyServices: theirs }: IdData): string {
  const coded = ours.filter(({ family }) => family !== '-');
  return `/**
 * Service codes of the sms-activate family by our slug. A default, never a fact: shops sell a part of them, and
 * codes change owner (\`hn\` was 1688 in 2022, Bonia in 2025), so compare the shop's own name for the code.
 * QIWI has none. VAK-SMS has an alphabet of its own in which most of these letters mean something else.
 *
 * ${built}
 *
 * @see https://github.com/momentum100/sms-activate-mcp docs/services.json (sms-activate, 2025-08)
 * @see https://github.com/optinsoft/aherosms all_services.json (HeroSMS, 2025-12)
 */
export const codesBySlug: Readonly<Record<string, string>> = {
${coded.map(({ slug = '', family }) => `  ${keyOf(slug)}: '${family}',`).join('\n')}
};

/** Every code of the lists, under the name of the newest that has it: \`code name\`, a line each. */
export const namesByCode = \`
${theirs.map(({ code, name = '' }) => `${code} ${name.replace(/[\\`$]/g, '\\$&')}`).join('\n')}
\`;
`;
}

function services({ services: rows }: IdData): string {
  const line = ({ slug, name = '', aliases = '' }: Row): string => {
    const also = aliases === '' ? [] : [`[${aliases.split(', ').map(quoted).join(', ')}]`];
    return `  [${[quoted(slug ?? ''), quoted(name), ...also].join(', ')}],`;
  };
  return `/**
 * Canonical services: slug, the name a person knows, and other spellings that we accept as input. Slugs are
 * the brand's common English name; two-letter vendor codes are not canonical, because vendors give the same
 * letters to different services. Compiled in November 2026 from the service lists of sms-activate (2025-08),
 * HeroSMS (2025-12), 5sim (2025-05) and five more vendors.
 *
 * ${built}
 */
export const serviceTable = [
${rows.map(line).join('\n')}
] as const;
`;
}

function fivesim({ siteCountries }: IdData): string {
  const rows = siteCountries.filter(({ site }) => site === 'fivesim');
  return `/**
 * Our country by the name that 5sim gives it, from its list of May 2025 and an older one; \`congo\` reports
 * \`cg\` with the prefix of CD, and is filed under CD.
 *
 * ${built}
 *
 * @see https://github.com/optinsoft/a5sim country_list.txt
 */
export const fivesimCountries: Readonly<Record<string, string>> = {
${rows.map(({ id = '', iso }) => `  ${keyOf(id)}: '${iso}',`).join('\n')}
};
`;
}

function onlinesim({ siteCountries, services: ours }: IdData): string {
  const rows = siteCountries.filter(({ site }) => site === 'onlinesim');
  const words = ours.filter((row) => row['onlinesim'] !== '-');
  const place = ({ iso, kind }: Row): string =>
    kind === 'virtual' ? `{ country: '${iso}', virtual: true }` : `'${iso}'`;
  return `import type { SmsActivateCountry } from '@numroute/core';

/**
 * Our country by OnlineSim's id: the calling code, but 77 for Kazakhstan and 1000 for the virtual numbers of
 * Canada.
 *
 * ${built}
 *
 * @see https://github.com/SwenenzY/onlinesim-cheapest (price list of 2023-10-21)
 */
export const onlinesimCountries: Readonly<Record<string, string | SmsActivateCountry>> = {
${rows.map((row) => `  ${row['id']}: ${place(row)},`).join('\n')}
};

/** Our service by OnlineSim's word for it, from its native API. */
export const onlinesimServices: Readonly<Record<string, string>> = {
${words.map(({ slug, onlinesim: word = '' }) => `  ${keyOf(word)}: '${slug}',`).join('\n')}
};
`;
}

function keyOf(name: string): string {
  return /^(?:[a-z_][a-z0-9_]*|[1-9]\d*)$/.test(name) ? name : quoted(name);
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
