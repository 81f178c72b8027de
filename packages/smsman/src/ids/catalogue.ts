import { type Codes, codesOf, Kept, type Reply, unexpected, type VendorCodes } from '@numroute/http';
import { JsonCursor, readFields, readSteps } from '@numroute/http/price-list';
import { knownCountries, knownServices } from '../data/known-ids.ts';
import { ID } from '../fields.ts';
import { listIn } from '../words.ts';
import { countryCalled, serviceCalled } from './names.ts';

export interface Catalogue {
  /** As far as the ids are known without asking. */
  readonly known: VendorCodes;
  /** As the vendor's own lists tell them, read once. */
  readonly services: Kept<Codes>;
  readonly countries: Kept<Codes>;
}

/** Thousands of rows. */
const maxBytes = 4_194_304;

export function catalogueOf(provider: string): Catalogue {
  const kept = (path: string, nameOf: (title: string, code: string) => string | undefined) =>
    new Kept({ path, maxBytes }, async (reply) => codesOf(provider, await readNames(reply, nameOf), ID));
  return {
    known: {
      provider,
      services: codesOf(provider, knownServices, ID),
      countries: codesOf(provider, knownCountries, ID),
    },
    services: kept('applications', serviceCalled),
    countries: kept('countries', countryCalled),
  };
}

const FIELDS = ['id', 'code', 'title', 'name'] as const;

/** Our names with the vendor's ids. A row without id or title says nothing. */
async function readNames(
  reply: Reply,
  nameOf: (title: string, code: string) => string | undefined,
): Promise<readonly (readonly [name: string, id: string])[]> {
  const pairs: [string, string][] = [];
  let rows = 0;
  function* read(): Generator<void, void> {
    const cursor = new JsonCursor(listIn(reply));
    // An object by id, or a list.
    const isList = cursor.enterList();
    if (!isList && !cursor.enterObject()) throw new SyntaxError('no list');
    while (isList ? cursor.nextItem() : cursor.nextKey()) {
      const row = new Map<number, string>();
      readFields(cursor, FIELDS, (field) => row.set(field, cursor.text.trim()));
      const [id = '', code = '', title = row.get(3) ?? ''] = [0, 1, 2].map((field) => row.get(field));
      if (ID.test(id) && title !== '') {
        rows += 1;
        const name = nameOf(title, code);
        if (name !== undefined) pairs.push([name, id]);
      }
      if (cursor.mustPause()) yield;
    }
    cursor.end();
  }
  await readSteps(reply, read());
  // It is kept, so a list without a row must not pass for one: nothing would be sold until the next start.
  if (rows === 0) throw unexpected(reply, 'title');
  return pairs;
}
