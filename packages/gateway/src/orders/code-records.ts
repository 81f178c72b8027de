import type { Clock } from '@numroute/core';
import type { Journal, JournalEntry } from '@numroute/journal';
import { LRUCache } from 'lru-cache';
import { atMost } from '../at-most.ts';
import type { OrderRecords } from './order-records.ts';
import { type CodeHistory, isBought, type NumberBought, type OrderRecord } from './orders.ts';

/** So many keys of which nothing was bought are not looked for again. */
const LOOKED_FOR = 20_000;

/** The want that says what a key was first used for; the purchase's own is the router's to write. */
export const claimOf = (key: string): string => `claim/${key}`;
const abandonedOf = (key: string): string => `abandoned/${key}`;

/** What the journal holds of codes. */
export class CodeRecords {
  readonly #journal: Journal;
  readonly #records: OrderRecords;
  readonly #clock: Clock;
  readonly #lookedFor = new LRUCache<string, true>(atMost(LOOKED_FOR));

  constructor(journal: Journal, records: OrderRecords, clock: Clock) {
    this.#journal = journal;
    this.#records = records;
    this.#clock = clock;
  }

  async find(key: string, buyer: string): Promise<CodeHistory | undefined> {
    const [claimed, abandoned] = await Promise.all([
      this.#journal.findWant(claimOf(key)),
      this.#journal.findWant(abandonedOf(key)),
    ]);
    if (!claimed) return undefined;
    const entries = await this.#entries(key, buyer, claimed.at);
    const records: OrderRecord[] = [];
    const numbers: NumberBought[] = [];
    for (const entry of entries) {
      const record = await this.#records.read(entry);
      if (!record) continue;
      records.push(record);
      if (isBought(record)) numbers.push({ record, ...progressOf(entry) });
    }
    return {
      print: claimed.print,
      askedAt: claimed.at,
      isAbandoned: abandoned !== undefined,
      records,
      numbers,
    };
  }

  async abandon(key: string, buyer: string): Promise<void> {
    const id = abandonedOf(key);
    await this.#journal.openWant({ id, key: id, buyer, print: '', at: this.#clock.now() });
  }

  async #entries(key: string, buyer: string, since: number): Promise<readonly JournalEntry[]> {
    if (this.#records.wantUnder(key) === undefined && !this.#lookedFor.has(key)) {
      // From longer ago than what was read at the start.
      for (const entry of await this.#journal.list({ buyer, sentSince: since }))
        await this.#records.take(entry);
      this.#lookedFor.set(key, true);
    }
    const want = this.#records.wantUnder(key);
    return want === undefined ? [] : await this.#journal.list({ want });
  }
}

function progressOf({
  usedAfterMs,
  codeAfterMs,
  order,
  cancel,
  state,
}: JournalEntry): Omit<NumberBought, 'record'> {
  const hasCode = codeAfterMs !== undefined || (order?.messages.length ?? 0) > 0;
  const isOver = state !== 'open' || cancel?.insist === true;
  const why = cancel?.fault ? 'unfit' : cancel?.insist ? 'late' : 'ended';
  return { isTold: usedAfterMs !== undefined, hasCode, ...(isOver && !hasCode && { why }) };
}
