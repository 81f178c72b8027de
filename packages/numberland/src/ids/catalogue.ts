import { findService } from '@numroute/core';
import { type Codes, codesOf, Kept, type Reply, unexpected } from '@numroute/http';
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

/** The vendor's ids of services, or of countries. */
interface Ids {
  /** As far as they are known without asking. */
  readonly known: Codes;
  /** As the vendor's own list tells them. */
  readonly told: Kept<Codes>;
}

type Meaning = (name: string, areacode: string) => string | undefined;

/** Thousands of rows with a description and an address of an image. */
const LIST_BYTES = 4_194_304;

export function catalogueOf(
  provider: string,
  { services = {}, countries = {} }: IdOverrides,
): { readonly services: Ids; readonly countries: Ids } {
  const idsOf = (method: string, sources: Pick<Sources, 'known' | 'own'>, meaningOf: Meaning): Ids => ({
    known: mergedCodes(provider, sources),
    told: new Kept({ query: { method }, maxBytes: LIST_BYTES }, async (reply) =>
      mergedCodes(provider, { ...sources, listed: await readNames(reply, meaningOf) }),
    ),
  });
  return {
    services: idsOf('getservice', { known: knownServices, own: services }, (name) => findService(name)?.slug),
    countries: idsOf('getcountry', { known: knownCountries, own: countries }, countryNamed),
  };
}

/** What is known of ids, the weakest first. */
interface Sources {
  readonly known: Table;
  /** Our name by the id; undefined for a name that is none of ours. */
  readonly listed?: ReadonlyMap<string, string | undefined>;
  /** As the settings say: nothing else has the name then. */
  readonly own: Table;
}

export function mergedCodes(provider: string, { known, listed = new Map(), own }: Sources): Codes {
  const byId = (table: Table) => Object.entries(table).map(([name, id]) => [id, name] as const);
  const names = new Map<string, string | undefined>([...byId(known), ...listed, ...byId(own)]);
  const pairs = [...names].flatMap(([id, name]) => {
    const isOthers = name !== undefined && Object.hasOwn(own, name) && own[name] !== id;
    return name === undefined || isOthers ? [] : [[name, id] as const];
  });
  return codesOf(provider, pairs, ID);
}

/** A row without an English name says nothing of its id. */
async function readNames(reply: Reply, meaningOf: Meaning): Promise<ReadonlyMap<string, string | undefined>> {
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
