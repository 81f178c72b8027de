import { findService } from '@numroute/core';
import { Kept, type Reply, type RequestDescription, unexpected } from '@numroute/http';
import { type RowFields, readRows, readSteps } from '@numroute/http/price-list';
import { ID } from '../fields.ts';
import { listOf } from '../reply.ts';
import { countryNamed } from './country-name.ts';
import { createIds, type Ids } from './ids.ts';
import { knownCountries, knownServices } from './known.ts';

/** The operator's own ids by our names, which go before whatever the vendor's lists say. */
export interface IdOverrides {
  readonly countries?: Readonly<Record<string, string>>;
  readonly services?: Readonly<Record<string, string>>;
}

/** Both are read before the first offers. */
export interface Catalogue {
  readonly services: Kept<Ids>;
  readonly countries: Kept<Ids>;
}

/** Thousands of rows with a description and an address of an image. */
const LIST_BYTES = 4_194_304;

const ask = (method: 'getservice' | 'getcountry'): RequestDescription => ({
  query: { method },
  maxBytes: LIST_BYTES,
});

/** What the vendor's two lists call its ids. */
export function catalogueOf(provider: string, { services = {}, countries = {} }: IdOverrides): Catalogue {
  return {
    services: new Kept(ask('getservice'), async (reply) => {
      const listed = await readNames(reply, ({ name }) => findService(name)?.slug);
      return createIds(provider, { known: knownServices, listed, own: services });
    }),
    countries: new Kept(ask('getcountry'), async (reply) => {
      const listed = await readNames(reply, ({ name, areacode }) => countryNamed(name, areacode));
      return createIds(provider, { known: knownCountries, listed, own: countries });
    }),
  };
}

interface Entry {
  readonly name: string;
  readonly areacode: string;
}

/** A row without an English name says nothing of its id. */
async function readNames(
  reply: Reply,
  meaningOf: (entry: Entry) => string | undefined,
): Promise<ReadonlyMap<string, string | undefined>> {
  const names = new Map<string, string | undefined>();
  const take = (row: RowFields = []): void => {
    const fields = new Map(row);
    const id = fields.get('id')?.trim() ?? '';
    const name = fields.get('name_en')?.trim() ?? '';
    const areacode = fields.get('areacode')?.trim() ?? '';
    if (ID.test(id) && name !== '') names.set(id, meaningOf({ name, areacode }));
  };
  await readSteps(reply, readRows(listOf(reply), take));
  // It is kept, so a list without a name must not pass for one: nothing would be sold until the next start.
  if (names.size === 0) throw unexpected(reply, 'name_en');
  return names;
}
