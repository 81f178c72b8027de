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
    { file: 'packages/core/src/service-table.ts', text: services(data) },
    { file: 'packages/sms-activate/src/ids/country-ids.ts', text: familyCountries(data) },
    { file: 'packages/sms-activate/src/ids/service-codes.ts', text: familyServices(data) },
    { file: 'packages/sms-activate/src/ids/fivesim.ts', text: fivesim(data) },
    { file: 'packages/fivesim/src/data/countries.ts', text: fivesimSlugs(data) },
    { file: 'packages/sms-activate/src/ids/onlinesim.ts', text: onlinesim(data) },
  ];
}

/** Stands in every table: who changes it by hand loses the change. */
const built = 'Built from the lists in `tools/ids/data` by `npm run ids`: change those, not this.';
/** Above a table of short rows: the formatter would give each a line. */
const packed = '// biome-ignore format: many rows a line, to be read in the lists';
const width = 110;

function familyCountries({ familyCountries: rows }: IdData): string {
  const of = (kind: string) => rows.filter((row) => row['kind'] === kind);
  const ids = (kind: string) => of(kind).map(({ id, iso }) => `${iso}: ${id},`);
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
${packed}
export const realCountryIds: Readonly<Record<string, number>> = {
${filled(ids('real'))}
};

/** “USA (virtual)”: VoIP numbers, which big services often refuse. */
export const virtualCountryIds: Readonly<Record<string, number>> = {
${filled(ids('virtual'))}
};
`;
}

function familyServices({ services: ours, familyServices: theirs }: IdData): string {
  const coded = ours.filter(({ family }) => family !== '-');
  // A line for the codes that differ in their last letter alone: a name that changes moves few others.
  const groups = Map.groupBy(theirs, ({ code = '' }) => code.slice(0, -1));
  const named = ({ code, name = '' }: Row): string => `${code} ${name.replace(/[\\`$]/g, '\\$&')}`;
  const names = [...groups.values()].map((rows) => filled(rows.map(named), '|', ''));
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
${packed}
export const codesBySlug: Readonly<Record<string, string>> = {
${filled(coded.map(({ slug = '', family }) => `${keyOf(slug)}: '${family}',`))}
};

/**
 * Every code of the lists, under the name of the newest that has it: \`code name\`, between bars or on a line
 * of its own.
 */
export const namesByCode = \`
${names.join('\n')}
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
${packed}
export const fivesimCountries: Readonly<Record<string, string>> = {
${filled(rows.map(({ id = '', iso }) => `${keyOf(id)}: '${iso}',`))}
};
`;
}

function fivesimSlugs({ siteCountries }: IdData): string {
  const rows = siteCountries.filter(({ site }) => site === 'fivesim');
  const byCountry = rows.toSorted(({ iso: one = '' }, { iso: other = '' }) => (one < other ? -1 : 1));
  return `/**
 * 5sim's name of a country by ISO code: the 153 that it listed in August 2026, and 23 that it listed before,
 * of which \`belarus\` and \`ukraine\` still had prices. Its own ISO codes are not followed where the calling code
 * shows another country: it calls \`congo\` (+243) CG and \`frenchguiana\` (+594) FR.
 *
 * ${built}
 *
 * @see https://5sim.net/v1/guest/countries
 * @see https://github.com/optinsoft/a5sim country_list.txt
 */
${packed}
export const countrySlugs: Readonly<Record<string, string>> = {
${filled(byCountry.map(({ id = '', iso }) => `${iso}: '${id}',`))}
};
`;
}

function onlinesim({ siteCountries, services: ours }: IdData): string {
  const rows = siteCountries.filter(({ site }) => site === 'onlinesim');
  const words = ours.filter((row) => row['onlinesim'] !== '-');
  const place = ({ iso, kind }: Row): string =>
    kind === 'virtual' ? `{ country: '${iso}', virtual: true }` : `'${iso}'`;
  return `import type { SmsActivateCountry } from './countries.ts';

/**
 * Our country by OnlineSim's id: the calling code, but 77 for Kazakhstan and 1000 for the virtual numbers of
 * Canada.
 *
 * ${built}
 *
 * @see https://github.com/SwenenzY/onlinesim-cheapest (price list of 2023-10-21)
 */
${packed}
export const onlinesimCountries: Readonly<Record<string, string | SmsActivateCountry>> = {
${filled(rows.map((row) => `${row['id']}: ${place(row)},`))}
};

/** Our service by OnlineSim's word for it, from its native API. */
${packed}
export const onlinesimServices: Readonly<Record<string, string>> = {
${filled(words.map(({ slug, onlinesim: word = '' }) => `${keyOf(word)}: '${slug}',`))}
};
`;
}

/** As many rows a line as fit. */
function filled(rows: readonly string[], between = ' ', indent = '  '): string {
  const lines: string[] = [];
  for (const row of rows) {
    const longer = `${lines.at(-1)}${between}${row}`;
    if (lines.length > 0 && longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(indent + row);
  }
  return lines.join('\n');
}

function keyOf(name: string): string {
  return /^(?:[a-z_][a-z0-9_]*|[1-9]\d*)$/.test(name) ? name : quoted(name);
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
