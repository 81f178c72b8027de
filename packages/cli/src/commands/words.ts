import {
  findService,
  listCountries,
  listServices,
  parseCountry,
  smsActivateCountryId,
  smsActivateServiceCode,
} from '@numroute/core';
import { EXIT } from '../exit-codes.ts';
import { type Io, painter, printJson } from '../io.ts';

export interface WordsFlags {
  readonly json?: boolean;
}

/** Our word for each service, and what the sms-activate family calls it. */
export function services(io: Io, text: string | undefined, { json = false }: WordsFlags): number {
  const known = text === undefined ? undefined : findService(text);
  const wanted = text?.toLowerCase() ?? '';
  const found = known
    ? [known]
    : listServices().filter(({ slug, name }) => slug.includes(wanted) || name.toLowerCase().includes(wanted));
  const rows = found.map(({ slug, name, aliases }) => ({
    service: slug,
    name,
    aliases,
    smsActivate: smsActivateServiceCode(slug) ?? null,
  }));
  if (json) printJson(io, { services: rows });
  else {
    const cells = rows.map(({ service, name, smsActivate, aliases }) => [
      service,
      name.length > 28 ? `${name.slice(0, 27)}…` : name,
      smsActivate ?? '-',
      aliases.join(', '),
    ]);
    print(io, ['SERVICE', 'NAME', 'SMS-ACTIVATE', 'ALSO'], cells);
  }
  return rows.length > 0 ? EXIT.ok : EXIT.noOffer;
}

/** Our word for each country, and what the sms-activate family calls it. */
export function countries(io: Io, text: string | undefined, { json = false }: WordsFlags): number {
  const all = listCountries();
  const found = text === undefined ? all : all.filter(({ code }) => code === parseCountry(text));
  const rows = found.map(({ code, name, callingCode }) => ({
    country: code,
    name,
    callingCode,
    smsActivate: smsActivateCountryId(code) ?? null,
    smsActivateVirtual: smsActivateCountryId(code, { virtual: true }) ?? null,
  }));
  if (json) printJson(io, { countries: rows });
  else {
    const cells = rows.map(({ country, name, callingCode, smsActivate, smsActivateVirtual }) => [
      country,
      name,
      `+${callingCode}`,
      smsActivate === null ? '-' : String(smsActivate),
      smsActivateVirtual === null ? '' : `${smsActivateVirtual} (virtual)`,
    ]);
    print(io, ['CODE', 'NAME', 'CALLS', 'SMS-ACTIVATE', ''], cells);
  }
  return rows.length > 0 ? EXIT.ok : EXIT.noOffer;
}

function print(io: Io, head: readonly string[], rows: readonly (readonly string[])[]): void {
  const paint = painter(io);
  if (rows.length === 0) {
    io.stdout.write('None known by that name.\n');
    return;
  }
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd()
      .slice(0, 80);
  io.stdout.write(`${[paint('bold', line(head)), ...rows.map(line)].join('\n')}\n`);
}
