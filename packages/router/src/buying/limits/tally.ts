import { NumrouteError, type Provider } from '@numroute/core';
import type { Journal, JournalEntry } from '@numroute/journal';
import type { Subscriber } from '../../account/subscriber.ts';
import { type Committed, committedOf } from './committed.ts';
import { Timeline, type Window } from './timeline.ts';

/** What is kept of an attempt: enough to take it out of every sum again. */
export interface Counted extends Committed {
  readonly id: string;
  readonly sentAt: number;
  readonly provider: string;
  /** Service and country. */
  readonly market: string;
  readonly buyer: string | undefined;
  /** `none`: no order, or nobody knows of one. */
  readonly order: 'none' | 'waits' | 'code' | 'no-code';
}

export interface Meter extends Window<Counted> {
  /** Whether it asks on whose behalf an attempt was made. */
  readonly asksBuyer: boolean;
}

/**
 * The journal's attempts of late, summed up as they change: a purchase must not read a day's journal
 * to know what the day has cost. The journal is read once, and again only where the clock was set back
 * further than is remembered.
 */
export interface Tally extends Subscriber {
  /** Before anything is counted. */
  open(meter: Meter): void;
  /** On whose behalf the next attempt for the want is made. */
  buys(want: string, buyer: string | undefined): void;
  /**
   * Brings every meter to this time.
   *
   * @throws What the journal throws, if it must be read and cannot be.
   */
  slideTo(now: number): Promise<void>;
  /** The latest that fits. */
  findLast(fits: (one: Counted) => boolean): Counted | undefined;
}

interface TallySources {
  readonly journal: Journal;
  /** Undefined where it is no longer configured. */
  readonly provider: (id: string) => Provider | undefined;
}

/** Kept beyond the longest window: so far a clock may go back, and whose a surplus order is can be seen. */
const MARGIN_MS = 60 * 60_000;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export function createTally({ journal, provider }: TallySources): Tally {
  const line = new Timeline<Mutable<Counted>>();
  const known = new Map<string, Mutable<Counted>>();
  const words = new Map<string, string>();
  let longest = Number.NEGATIVE_INFINITY;
  let asksBuyer = false;
  /** Everything that was sent since then is here. */
  let completeFrom = Number.POSITIVE_INFINITY;
  let reading: Promise<void> | undefined;
  let buying: { readonly want: string; readonly buyer: string | undefined } | undefined;
  /** Purchases at an account go one by one, so what one of them bought beyond its want is the latest buyer's. */
  const latest = new Map<string, { readonly number: number; readonly buyer: string | undefined }>();

  /** One copy of each: every entry brings its own. */
  const word = (text: string): string => {
    const same = words.get(text);
    if (same !== undefined) return same;
    words.set(text, text);
    return text;
  };
  const factsOf = (entry: JournalEntry): Pick<Counted, 'currency' | 'units' | 'order'> => {
    const { currency, units } = committedOf(entry, provider(entry.offer.provider));
    return { currency: word(currency), units, order: orderOf(entry) };
  };
  /** Of what began in this run; the journal knows it of the others. */
  const buyerOf = ({ want, offer, number }: JournalEntry): string | undefined => {
    const last = latest.get(offer.provider);
    // What the journal could not be told yet has no number, and is new.
    const isNew = number === 0 || number > (last?.number ?? 0);
    if (want === undefined) return isNew ? last?.buyer : undefined;
    const buyer = buying?.want === want ? buying.buyer : undefined;
    if (isNew) latest.set(offer.provider, { number, buyer });
    return buyer;
  };
  const add = (entry: JournalEntry, buyer: string | undefined): void => {
    const { id, sentAt, offer } = entry;
    const counted = {
      id,
      sentAt,
      provider: word(offer.provider),
      market: word(marketOf(offer)),
      buyer,
      ...factsOf(entry),
    };
    known.set(id, counted);
    line.add(counted);
  };

  const read = async (since: number): Promise<void> => {
    // From now on all that is told is kept: the journal's answer may be older.
    completeFrom = Number.POSITIVE_INFINITY;
    const buyers = new Map<string, string | undefined>();
    for (const entry of await journal.list({ sentSince: since })) {
      if (isOver(entry)) continue;
      const { want, offer } = entry;
      let buyer = known.get(entry.id)?.buyer;
      if (asksBuyer && buyer === undefined)
        buyer = want === undefined ? buyers.get(offer.provider) : (await journal.findWant(want))?.buyer;
      if (want !== undefined) buyers.set(offer.provider, buyer);
      // Told meanwhile or before: what was told is never older than what the journal says.
      const told = known.get(entry.id);
      if (!told) add(entry, buyer);
      else if (told.buyer !== buyer) line.change(told, () => Object.assign(told, { buyer }));
    }
    completeFrom = since;
  };

  return {
    open: (meter) => {
      line.open(meter);
      longest = Math.max(longest, meter.perMs);
      asksBuyer ||= meter.asksBuyer;
    },
    changed: (_account, { after: entry }) => {
      if (longest < 0) return;
      const { id } = entry;
      const isRead = completeFrom < Number.POSITIVE_INFINITY;
      const told = known.get(id);
      if (told) {
        line.change(told, () => Object.assign(told, factsOf(entry)));
        // While the journal is being read, it may still say that this one holds money.
        if (!isRead || !isOver(entry)) return;
        known.delete(id);
        line.remove(told);
      } else if (!isRead || (entry.sentAt >= completeFrom && !isOver(entry))) {
        add(entry, buyerOf(entry));
      }
    },
    buys: (want, buyer) => {
      buying = { want, buyer };
    },
    slideTo: async (now) => {
      while (now - longest < completeFrom) {
        reading ??= read(now - longest - MARGIN_MS).finally(() => {
          reading = undefined;
        });
        await reading;
      }
      line.slideTo(now);
      const tooOld = now - longest - MARGIN_MS;
      // Not each time: what is dropped together moves the rest once.
      if (tooOld <= completeFrom + MARGIN_MS) return;
      for (const { id } of line.dropBefore(tooOld)) known.delete(id);
      completeFrom = tooOld;
    },
    findLast: (fits) => line.items.findLast(fits),
  };
}

/**
 * Before a purchase.
 *
 * @throws {NumrouteError} CLOSED The journal must be read and cannot be. Nothing was sent.
 */
export async function slideTo(tally: Tally, now: number): Promise<void> {
  try {
    await tally.slideTo(now);
  } catch (cause) {
    const message = 'the journal could not be read, so what was bought is not known and nothing was sent';
    const error = new NumrouteError('CLOSED', message, {});
    error.cause = cause;
    throw error;
  }
}

export function marketOf({ service, country }: JournalEntry['offer']): string {
  return `${service} in ${country}`;
}

/** Nothing was bought, and nothing can happen to it any more. */
function isOver({ state }: JournalEntry): boolean {
  return state === 'refused' || state === 'absent';
}

function orderOf({ order, state }: JournalEntry): Counted['order'] {
  if (!order) return 'none';
  if (state === 'open') return 'waits';
  return order.messages.length > 0 ? 'code' : 'no-code';
}
