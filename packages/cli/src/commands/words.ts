import {
  type Country,
  findService,
  listCountries,
  listServices,
  parseCountry,
  type Service,
} from '@numroute/core';
import { EXIT } from '../exit-codes.ts';
import { type Io, printJson } from '../io.ts';
import { printColumns, short } from '../printing/columns.ts';
import { wrap } from '../printing/table.ts';
import type { KnownVocabulary } from '../vendors/vocabularies.ts';

export interface WordsFlags {
  readonly json?: boolean;
}

/** Our word for each service, and what every vendor calls it. */
export function services(
  io: Io,
  text: string | undefined,
  known: readonly KnownVocabulary[],
  { json = false }: WordsFlags,
): number {
  const found = findServices(text);
  const codesOf = (service: Service) => (vendor: KnownVocabulary) => vendor.serviceCode(service.slug);
  if (json) {
    const rows = found.map((service) => ({
      service: service.slug,
      name: service.name,
      aliases: service.aliases,
      providers: known.map((vendor) => ({
        provider: vendor.provider,
        code: codesOf(service)(vendor) ?? null,
        ...facts(vendor, 'services'),
      })),
    }));
    printJson(io, { services: rows });
  } else {
    const [only, ...more] = found;
    if (!only) io.stdout.write('None known by that name.\n');
    else if (more.length === 0) {
      const also = only.aliases.length > 0 ? `, also ${only.aliases.join(', ')}` : '';
      io.stdout.write(`${wrap(`${only.slug}: ${only.name}${also}`).join('\n')}\n\n`);
      printVendors(io, known, 'services', (vendor) => codesOf(only)(vendor));
    } else {
      const vendors = telling(known, (vendor) => found.map((service) => codesOf(service)(vendor) ?? ''));
      const cells = found.map((service) => [
        service.slug,
        short(service.name, 18),
        ...vendors.map((vendor) => short(codesOf(service)(vendor) ?? '-', 14)),
      ]);
      printTable(io, ['SERVICE', 'NAME'], vendors, cells, 'numroute services telegram');
    }
  }
  return found.length > 0 ? EXIT.ok : EXIT.noOffer;
}

function findServices(text: string | undefined): readonly Service[] {
  const known = text === undefined ? undefined : findService(text);
  if (known) return [known];
  const wanted = text?.toLowerCase() ?? '';
  return listServices().filter(
    ({ slug, name }) => slug.includes(wanted) || name.toLowerCase().includes(wanted),
  );
}

/** Our word for each country, and every vendor's ids for it. */
export function countries(
  io: Io,
  text: string | undefined,
  known: readonly KnownVocabulary[],
  { json = false }: WordsFlags,
): number {
  const all = listCountries();
  const found = text === undefined ? all : all.filter(({ code }) => code === parseCountry(text));
  if (json) {
    const rows = found.map(({ code, name, callingCode }) => ({
      country: code,
      name,
      callingCode,
      providers: known.map((vendor) => ({
        provider: vendor.provider,
        ids: idsOf(vendor, code, false),
        virtualIds: idsOf(vendor, code, true),
        ...facts(vendor, 'countries'),
      })),
    }));
    printJson(io, { countries: rows });
  } else {
    const [only, ...more] = found;
    if (!only) io.stdout.write('None known by that name.\n');
    else if (more.length === 0) {
      io.stdout.write(`${only.code}: ${only.name}, +${only.callingCode}\n\n`);
      printVendors(io, known, 'countries', (vendor) => idText(vendor, only));
    } else {
      const vendors = telling(known, (vendor) => found.map((country) => idText(vendor, country) ?? ''));
      const cells = found.map((country) => [
        country.code,
        short(country.name, 18),
        ...vendors.map((vendor) => short(idText(vendor, country, 'v') ?? '-', 14)),
      ]);
      printTable(
        io,
        ['CODE', 'NAME'],
        vendors,
        cells,
        'numroute countries EE',
        '12v: virtual (VoIP) numbers. ',
      );
    }
  }
  return found.length > 0 ? EXIT.ok : EXIT.noOffer;
}

function idsOf(vendor: KnownVocabulary, country: string, virtual: boolean): readonly string[] {
  const ids = vendor.countryIds(country);
  return ids.filter((one) => (one.virtual ?? false) === virtual).map(({ id }) => id);
}

/** `187, 12 (virtual)` */
function idText(vendor: KnownVocabulary, { code }: Country, mark: string = ' (virtual)'): string | undefined {
  const ids = [...idsOf(vendor, code, false), ...idsOf(vendor, code, true).map((id) => id + mark)];
  return ids.length > 0 ? ids.join(', ') : undefined;
}

type Table = KnownVocabulary['assumed'][number];

function facts({ assumed, configured }: KnownVocabulary, table: Table) {
  return { assumed: assumed.includes(table), configured };
}

/** One vendor a line, the user's own first. */
function printVendors(
  io: Io,
  known: readonly KnownVocabulary[],
  table: Table,
  textOf: (vendor: KnownVocabulary) => string | undefined,
): void {
  const rows = known.map((vendor) => {
    const text = textOf(vendor);
    const { assumed, configured } = facts(vendor, table);
    const remark = [
      ...(configured ? ['your config'] : []),
      ...(assumed && text !== undefined ? ['assumed'] : []),
    ];
    return [vendor.provider, text ?? '-', remark.join(', ')];
  });
  printColumns(io, ['PROVIDER', table === 'countries' ? 'ID' : 'CODE', ''], rows);
  if (rows.some(([, , remark]) => remark?.includes('assumed'))) {
    io.stdout.write("\nassumed: nobody has read the vendor's own list.\n");
  }
}

/**
 * The user's own, the family's table, and then those that differ most from it, each column once: one for
 * every vendor would not fit.
 */
function telling(
  known: readonly KnownVocabulary[],
  columnOf: (vendor: KnownVocabulary) => readonly string[],
): readonly KnownVocabulary[] {
  const columns = new Map(known.map((vendor) => [vendor, columnOf(vendor)]));
  const family = known.find(({ provider }) => provider === 'sms-activate');
  const usual = (family && columns.get(family)) ?? [];
  const rank = (vendor: KnownVocabulary): number => {
    if (vendor.configured) return 2;
    if (vendor === family) return 1;
    const own = columns.get(vendor)?.filter((cell, at) => cell !== '' && cell !== usual[at]) ?? [];
    return -1 / (own.length + 1);
  };
  const seen = new Set<string>();
  return known
    .toSorted((a, b) => rank(b) - rank(a))
    .filter((vendor) => {
      const column = JSON.stringify(columns.get(vendor));
      if (seen.has(column)) return false;
      seen.add(column);
      return true;
    });
}

/** As many vendors as fit, and the names of the others. */
function printTable(
  io: Io,
  head: readonly string[],
  vendors: readonly KnownVocabulary[],
  cells: readonly (readonly string[])[],
  example: string,
  legend: string = '',
): void {
  const titles = [...head, ...vendors.map(({ provider }) => short(provider.toUpperCase(), 14))];
  let room = 80;
  let fitting = 0;
  for (const [at, title] of titles.entries()) {
    room -= Math.max(title.length, ...cells.map((row) => row[at]?.length ?? 0)) + (at > 0 ? 2 : 0);
    if (room < 0) break;
    fitting = at + 1;
  }
  printColumns(
    io,
    titles.slice(0, fitting),
    cells.map((row) => row.slice(0, fitting)),
  );
  const rest = vendors.slice(fitting - head.length).map(({ provider }) => provider);
  const note = rest.length > 0 ? `No room for ${rest.join(', ')}: ` : '';
  io.stdout.write(
    `\n${wrap(`${legend}${note}\`${example}\` shows one for every vendor, --json them all.`).join('\n')}\n`,
  );
}
