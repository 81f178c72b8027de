// Not the index: that one needs the tables which are built here.
import { findCountry } from '../../packages/core/src/country.ts';
import type { IdData, Row } from './data.ts';

/** What is wrong with the data, one sentence each; none, and the tables may be built from it. */
export function faultsOf(data: IdData): readonly string[] {
  return [
    ...familyCountryFaults(data.familyCountries),
    ...familyServiceFaults(data.familyServices),
    ...serviceFaults(data),
    ...siteFaults(data.siteCountries),
  ];
}

function familyCountryFaults(rows: readonly Row[]): readonly string[] {
  const sold = rows.filter(({ kind }) => kind !== 'never');
  const us = sold.filter(({ iso }) => iso === 'US').map(({ id, kind }) => `${id} ${kind}`);
  return [
    ...repeated(rows, ({ id }) => `country id ${id}`),
    ...repeated(sold, ({ iso, kind }) => `${kind} country ${iso}`),
    ...rows.flatMap(({ id = '', iso = '', kind = '', lists = '', name = '' }) => [
      ...(/^\d{1,3}$/.test(id) ? [] : [`country id ${id}: not a number below 1000, which all sites share`]),
      ...(findCountry(iso) ? [] : [`country id ${id}: ${iso} is no country`]),
      ...(['real', 'virtual', 'never'].includes(kind) ? [] : [`country id ${id}: kind ${kind}`]),
      ...(/^[abc]+$/.test(lists) ? [] : [`country id ${id}: seen in no list`]),
      ...(name.trim() === name && name !== '' ? [] : [`country id ${id}: no name`]),
    ]),
    // The virtual numbers of the United States are another product, often refused.
    ...(us.sort().join(', ') === '12 virtual, 187 real' ? [] : [`US: ${us.join(', ')}`]),
  ];
}

function familyServiceFaults(rows: readonly Row[]): readonly string[] {
  return [
    ...repeated(rows, ({ code }) => `service code ${code}`),
    ...rows.flatMap(({ code = '', lists = '', name = '' }) => [
      ...(/^[a-z]{2,4}$/.test(code) ? [] : [`service code ${code}: not two to four letters`]),
      ...(/^[abcd]+$/.test(lists) ? [] : [`service code ${code}: seen in no list`]),
      ...(name.trim() === name && name !== '' ? [] : [`service code ${code}: no name, or blanks around it`]),
      ...(name.includes('|')
        ? [`service code ${code}: a bar, which stands between two rows of the table`]
        : []),
    ]),
  ];
}

function serviceFaults({ services, familyServices }: IdData): readonly string[] {
  const codes = new Set(familyServices.map(({ code }) => code));
  const coded = services.filter(({ family }) => family !== '-');
  const worded = services.filter(({ onlinesim }) => onlinesim !== '-');
  const spellings = services.flatMap((row) => spellingsOf(row).map((spelling) => ({ spelling })));
  return [
    ...repeated(services, ({ slug }) => `service ${slug}`),
    ...repeated(coded, ({ family }) => `code ${family} of a service`),
    ...repeated(worded, ({ onlinesim }) => `onlinesim's ${onlinesim}`),
    ...repeated(spellings, ({ spelling }) => `spelling ${spelling}`),
    ...services.flatMap(({ slug = '', family = '', name = '' }) => [
      ...(/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(slug) ? [] : [`service ${slug}: not a slug`]),
      ...(family === '-' || codes.has(family) ? [] : [`service ${slug}: no list has the code ${family}`]),
      ...(name === '' ? [`service ${slug}: no name`] : []),
    ]),
  ];
}

/** As `findService` compares them, each once. */
function spellingsOf({ slug = '', name = '', aliases = '' }: Row): readonly string[] {
  const all = [slug, name, ...aliases.split(', ')].filter((text) => text !== '');
  return [...new Set(all.map((text) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')))];
}

function siteFaults(rows: readonly Row[]): readonly string[] {
  return [
    ...repeated(rows, ({ site, id }) => `${site}'s country id ${id}`),
    ...repeated(rows, ({ site, iso, kind }) => `${site}'s ${kind} country ${iso}`),
    ...rows.flatMap(({ site, id, iso = '', kind = '' }) => [
      ...(findCountry(iso) ? [] : [`${site}'s country id ${id}: ${iso} is no country`]),
      ...(['real', 'virtual'].includes(kind) ? [] : [`${site}'s country id ${id}: kind ${kind}`]),
    ]),
  ];
}

function repeated<T>(rows: readonly T[], keyOf: (row: T) => string): readonly string[] {
  const groups = Map.groupBy(rows, keyOf);
  return [...groups].filter(([, group]) => group.length > 1).map(([key]) => `${key}: twice`);
}
