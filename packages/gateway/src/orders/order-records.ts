import {
  type AttemptState,
  costOf,
  type Journal,
  type JournalEntry,
  refundOf,
  spentOf,
  UNRESOLVED,
} from '@numroute/journal';
import { LRUCache } from 'lru-cache';
import { atMost } from '../at-most.ts';
import { stepsOf } from './order-steps.ts';
import type { OrderRecord, OrderStep } from './orders.ts';

/** Ended ones are read from the journal again when somebody asks. */
const ENDED_KEPT = 20_000;

interface Owner {
  readonly buyer: string;
  readonly key: string;
}

/** The journal's entries with their owners: what is open in memory, the rest as far as it was asked for. */
export class OrderRecords {
  readonly #journal: Journal;
  readonly #open = new Map<number, OrderRecord>();
  readonly #ended = new LRUCache<number, OrderRecord>(atMost(ENDED_KEPT));
  readonly #owners = new LRUCache<string, Promise<Owner | undefined>>(atMost(ENDED_KEPT));
  readonly #names = new LRUCache<string, number>(atMost(5 * ENDED_KEPT));
  readonly #wants = new LRUCache<string, string>(atMost(5 * ENDED_KEPT));

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** The entry as a record; undefined for what no client bought. */
  async take(entry: JournalEntry): Promise<OrderRecord | undefined> {
    const record = await this.read(entry);
    if (!record) return undefined;
    if (entry.want !== undefined) this.#wants.set(record.key, entry.want);
    const { number, key, state } = record;
    if (isOver(record)) {
      this.#open.delete(number);
      this.#ended.set(number, record);
    } else this.#open.set(number, record);
    const name = nameOf(key);
    if (state !== 'none') this.#names.set(name, number);
    else if (this.#names.get(name) === number) this.#names.delete(name);
    return record;
  }

  /** As `take`, of an entry that may be an older one: nothing is remembered of it. */
  async read(entry: JournalEntry): Promise<OrderRecord | undefined> {
    const owner = await this.#ownerOf(entry);
    return owner && recordOf(entry, owner);
  }

  /** What was bought under a client's own key, or may have been, as far as it was seen here. */
  async named(name: string): Promise<OrderRecord | undefined> {
    const number = this.#names.get(name);
    return number === undefined ? undefined : await this.find(number);
  }

  /** By which the journal knows what is bought under a key, as far as it was seen here. */
  wantUnder(key: string): string | undefined {
    return this.#wants.get(key);
  }

  get open(): Iterable<OrderRecord> {
    return this.#open.values();
  }

  async find(number: number): Promise<OrderRecord | undefined> {
    const known = this.#open.get(number) ?? this.#ended.get(number);
    if (known) return known;
    const entry = await this.#journal.findNumber(number);
    return entry && (await this.take(entry));
  }

  /** What has become of an attempt, and its record after each step. */
  async steps(entry: JournalEntry): Promise<readonly OrderStep[]> {
    const { number } = entry;
    const owner = await this.#ownerOf(entry);
    if (!owner) return [];
    return stepsOf(await this.#journal.history(entry.id)).map(({ type, at, attempt }, before) => ({
      ...{ number, nth: before + 1, type, at },
      record: recordOf({ ...attempt, number }, owner),
    }));
  }

  #ownerOf({ want }: JournalEntry): Promise<Owner | undefined> {
    if (want === undefined) return Promise.resolve(undefined);
    let owner = this.#owners.get(want);
    if (!owner) {
      owner = this.#journal
        .findWant(want)
        .then((found) =>
          found?.buyer === undefined ? undefined : { buyer: found.buyer, key: found.key ?? '' },
        );
      this.#owners.set(want, owner);
      owner.catch(() => this.#owners.delete(want));
    }
    return owner;
  }
}

/** Of a purchase that was tried more than once under a client's key: that key. */
function nameOf(key: string): string {
  const parts = key.split('/');
  return parts.length > 3 ? parts.slice(0, 3).join('/') : key;
}

function recordOf(entry: JournalEntry, { buyer, key }: Owner): OrderRecord {
  const { number, offer, sentAt, since, state, order } = entry;
  return {
    number,
    buyer,
    key,
    boughtAt: sentAt,
    changedAt: since,
    service: offer.service,
    country: offer.country,
    state: order ? 'bought' : orderless(state),
    cost: spentOf(entry) ?? costOf(entry),
    // To a client the vendor's promise is enough: whether it is kept is the operator's risk.
    isOwed: spentOf(entry, [offer.provider]) !== undefined,
    refund: refundOf(entry),
    ...(order && { order }),
  };
}

/** What an attempt without an order is to its client. Of a disputed one only a person can say more. */
function orderless(state: AttemptState): Exclude<OrderRecord['state'], 'bought'> {
  if (UNRESOLVED.includes(state)) return 'doubt';
  return state === 'lost' || state === 'disputed' ? 'lost' : 'none';
}

function isOver({ state, order }: OrderRecord): boolean {
  if (state !== 'bought') return state !== 'doubt';
  return order?.status !== 'open' && order?.status !== 'delivered';
}
