import { findService } from '@numroute/core';
import { type Codes, codesOf, Kept, type Reply, unexpected, type VendorCodes } from '@numroute/http';
import { listOf, type RowFields, readRows, readSteps } from '@numroute/http/price-list';
import { ID } from '../fields.ts';
import { failureOf } from '../reply.ts';
import { countryNamed } from './country-name.ts';
import { knownCountries, knownServices } from './known.ts';

type Table = Readonly<Record<string, string>>;

/** The operator's own ids by our names, which go before whatever the vendor's lists say. */
export interface IdOverrides {
  readonly countries?: Table;
  readonly services?: Table;
}

/** Our names by the ids of a list; undefined for a name that is none of ours. */
type Listed = ReadonlyMap<string, string | undefined>;

export interface Catalogue {
  /** As far as the ids are known without asking. */
  readonly known: VendorCodes;
  /** As the vendor's own lists tell them. */
  readonly services: Kept<Codes>;
  readonly countries: Kept<Codes>;
}

/** Thousands of rows with a description and an address of an image. */
const maxBytes = 4_194_304;

export function catalogueOf(provider: string, own: IdOverrides): Catalogue {
  const services = (listed?: Listed) => mergedCodes(provider, knownServices, own.services, listed);
  const countries = (listed?: Listed) => mergedCodes(provider, knownCountries, own.countries, listed);
  return {
    known: { provider, services: services(), countries: countries() },
    services: new Kept({ query: { method: 'getservice' }, maxBytes }, async (reply) =>
      services(await readNames(reply, (name) => findService(name)?.slug)),
    ),
    countries: new Kept({ query: { method: 'getcountry' }, maxBytes }, async (reply) =>
      countries(await readNames(reply, countryNamed)),
    ),
  };
}

/** A list goes before what is known, and the settings before both: nothing else has a name that they give. */
export function mergedCodes(
  provider: string,
  known: Table,
  own: Table = {},
  listed: Listed = new Map(),
): Codes {
  const byId = (table: Table) => Object.entries(table).map(([name, id]) => [id, name] as const);
  const names = new Map<string, string | undefined>([...byId(known), ...listed, ...byId(own)]);
  const pairs = [...names].flatMap(([id, name]) => {
    const isOthers = name !== undefined && Object.hasOwn(own, name) && own[name] !== id;
    return name === undefined || isOthers ? [] : [[name, id] as const];
  });
  return codesOf(provider, pairs, ID);
}

/** A row without an English name says nothing of its id. */
async function readNames(
  reply: Reply,
  meaningOf: (name: string, areacode: string) => string | undefined,
): Promise<Listed> {
  const names = new Map<string, string | undefined>();
  const take = (row: RowFields = []): void => {
    const fields = new Map(row);
    const told = (field: string): string => fields.get(field)?.trim() ?? '';
    const [id, name] = [told('id'), told('name_en')];
    if (ID.test(id) && name !== '') names.set(id, meaningOf(name, told('areacode')));
  };
  await readSteps(reply, readRows(listOf(reply, failureOf), take));
  // It is kept, so a list without a name must not pass for one: nothing would be sold until the next start.
  if (names.size === 0) throw unexpected(reply, 'name_en');
  return names;
}
