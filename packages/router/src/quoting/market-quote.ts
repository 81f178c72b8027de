import { matching, NumrouteError, type Offer, type Offers, type Query, Slices } from '@numroute/core';
import type { Ranking } from './rank.ts';
import type { Listed, Silent } from './survey.ts';

/**
 * A comparison of much at once, in parts: neither memory nor a turn of the event loop holds all of it.
 * Each part ranks every offer of some countries of one service; no service in a country is in two parts.
 */
export interface MarketQuote {
  readonly currency: string;
  /** The providers that gave no offers because they failed. Complete when the last part was read. */
  readonly silent: readonly Silent[];
  /** May be read once. */
  readonly parts: AsyncIterable<Ranking>;
}

/** The lists that parts are made of. */
export interface MarketLists {
  readonly lists: readonly Listed<Offers>[];
  /** Absent: every country. */
  readonly countries?: ReadonlySet<string>;
  /** A list could not be read after all. */
  failed(list: Silent): void;
}

/** A part is ranked in one turn, so it is complete as soon as it has so many offers. */
const OFFERS_A_PART = 1_000;
/** Nobody sells so many: a list without an end is no list. */
const MOST_OFFERS = 5_000_000;
const MOST_SERVICES = 200_000;
/** Between two looks at the time. */
const OFFERS_A_LOOK = 64;

export async function* partsOf(
  { lists, countries, failed }: MarketLists,
  query: Query,
  signal: AbortSignal,
  rank: (offers: Iterable<Offer>) => Ranking,
): AsyncGenerator<Ranking, void> {
  const slices = new Slices();
  const pause = async (): Promise<void> => {
    if (slices.isOver) await slices.next();
    signal.throwIfAborted();
  };
  const shelves = new Set<Shelf>();
  // A list that cannot be read costs only its own provider.
  const reading = async (provider: string, work: () => Promise<void>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (thrown) {
      signal.throwIfAborted();
      failed({ provider, error: NumrouteError.from(thrown, provider) });
      return false;
    }
  };
  for (const list of lists) {
    await reading(list.provider, async () => void shelves.add(await shelfOf(list, query, pause)));
  }
  for (const service of new Set([...shelves].flatMap(({ services }) => services))) {
    const cells = new Map<string, Offer[]>();
    for (const shelf of shelves) {
      const isRead = await reading(shelf.provider, () =>
        each(shelf.offersOf(service), pause, (offer) => {
          const { country } = offer;
          if (!countries || countries.has(country)) collect(cells, country, offer);
        }),
      );
      if (!isRead) shelves.delete(shelf);
    }
    let part: readonly Offer[] = [];
    for (const cell of cells.values()) {
      part = part.length === 0 ? cell : part.concat(cell);
      if (part.length < OFFERS_A_PART) continue;
      yield rank(part);
      part = [];
      await pause();
    }
    if (part.length > 0) yield rank(part);
    await pause();
  }
}

/** A vendor's list by service. */
interface Shelf {
  readonly provider: string;
  readonly services: readonly string[];
  offersOf(service: string): Iterable<Offer>;
}

async function shelfOf(
  { provider, found }: Listed<Offers>,
  query: Query,
  pause: () => Promise<void>,
): Promise<Shelf> {
  const { service } = query;
  if (service !== undefined) {
    return { provider, services: [service], offersOf: () => matching(found, query) };
  }
  if (found.services) {
    const offersOf = (one: string) => matching(found, { ...query, service: one });
    return { provider, services: [...upTo(found.services, MOST_SERVICES)], offersOf };
  }
  const rows = new Map<string, Offer[]>();
  await each(matching(found, query), pause, (offer) => collect(rows, offer.service, offer));
  return { provider, services: [...rows.keys()], offersOf: (one) => rows.get(one) ?? [] };
}

async function each(
  offers: Iterable<Offer>,
  pause: () => Promise<void>,
  take: (offer: Offer) => void,
): Promise<void> {
  let read = 0;
  for (const offer of upTo(offers, MOST_OFFERS)) {
    take(offer);
    read += 1;
    if (read % OFFERS_A_LOOK === 0) await pause();
  }
}

function* upTo<T>(all: Iterable<T>, most: number): Generator<T, void> {
  let count = 0;
  for (const one of all) {
    count += 1;
    if (count > most) throw new RangeError(`more than ${most} in one list`);
    yield one;
  }
}

function collect(groups: Map<string, Offer[]>, name: string, offer: Offer): void {
  const group = groups.get(name);
  if (group) group.push(offer);
  else groups.set(name, [offer]);
}
