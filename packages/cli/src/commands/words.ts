import {
  type Country,
  findService,
  listCountries,
  listServices,
  parseCountry,
  type Service,
} from '@numroute/core';
import { EXIT } from '../exit-codes.ts';
import { type Io, painter, printJson, widthOf } from '../io.ts';
import { type Column, columnLines, fitting, printColumns } from '../printing/columns.ts';
import { printLines } from '../printing/lines.ts';
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
      printLines(io, [`${only.slug}: ${only.name}${also}`, '']);
      printVendors(io, known, 'services', (vendor) => codesOf(only)(vendor));
    } else {
      const head = [
        { title: 'SERVICE', cells: found.map(({ slug }) => slug) },
        { title: 'NAME', cells: found.map(({ name }) => name) },
      ];
      const cellsOf = (vendor: KnownVocabulary) => found.map((service) => codesOf(service)(vendor) ?? '-');
      printTable(io, head, vendorColumns(io, known, cellsOf), 'numroute services telegram');
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
      const head = [
        { title: 'CODE', cells: found.map(({ code }) => code) },
        { title: 'NAME', cells: found.map(({ name }) => name) },
      ];
      const cellsOf = (vendor: KnownVocabulary) =>
        found.map((country) => idText(vendor, country, 'v') ?? '-');
      const legend = '12v: virtual (VoIP) numbers. ';
      printTable(io, head, vendorColumns(io, known, cellsOf), 'numroute countries EE', legend);
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
 * The user's own, the family's table, and then those that differ most from it. On a terminal each column
 * once: one for every vendor would not fit.
 */
function vendorColumns(
  io: Io,
  known: readonly KnownVocabulary[],
  cellsOf: (vendor: KnownVocabulary) => readonly string[],
): readonly Column[] {
  const columns = new Map(known.map((vendor) => [vendor, cellsOf(vendor)]));
  const family = known.find(({ provider }) => provider === 'sms-activate');
  const usual = (family && columns.get(family)) ?? [];
  const rank = (vendor: KnownVocabulary): number => {
    if (vendor.configured) return 2;
    if (vendor === family) return 1;
    const own = columns.get(vendor)?.filter((cell, at) => cell !== '-' && cell !== usual[at]) ?? [];
    return -1 / (own.length + 1);
  };
  const seen = new Set<string>();
  return known
    .toSorted((a, b) => rank(b) - rank(a))
    .filter((vendor) => {
      const column = JSON.stringify(columns.get(vendor));
      if (seen.has(column) && widthOf(io) !== Number.POSITIVE_INFINITY) return false;
      seen.add(column);
      return true;
    })
    .map((vendor) => ({ title: vendor.provider.toUpperCase(), cells: columns.get(vendor) ?? [] }));
}

/** As many vendors as fit, and the names of the others. */
function printTable(
  io: Io,
  head: readonly Column[],
  vendors: readonly Column[],
  example: string,
  legend: string = '',
): void {
  const columns = [...head, ...vendors];
  const leaving = vendors.map(({ title }) => ({ title })).reverse();
  const fit = fitting(columns, widthOf(io), [
    { title: 'NAME', least: 18 },
    ...vendors.map(({ title }) => ({ title, least: 14 })),
    ...leaving,
    { title: 'NAME', least: 8 },
  ]);
  const [titles = '', ...lines] = columnLines(fit);
  const rest = columns.slice(fit.length).map(({ title }) => title.toLowerCase());
  const note = rest.length > 0 ? `No room for ${rest.join(', ')}: ` : '';
  printLines(io, [
    painter(io)('bold', titles),
    ...lines,
    '',
    `${legend}${note}\`${example}\` shows one for every vendor, --json them all.`,
  ]);
}
