import { type Clock, NumrouteError } from '@numroute/core';
import { LRUCache } from 'lru-cache';
import { atMost } from '../at-most.ts';
import { withClientErrors } from '../clients/client-errors.ts';
import { Listeners } from '../orders/listeners.ts';
import type { CodeHistory, OrderRecord, Orders } from '../orders/orders.ts';
import type { Client } from './client.ts';
import { type Code, codeAsItIs, nameOf } from './code.ts';
import type { CodeTerms, Purchases } from './purchases.ts';
import { budgetTooLow, type CodeWish, codePrintOf, otherWish } from './wish.ts';

/** A search that runs here. */
interface Search {
  readonly print: string;
  readonly stop: AbortController;
  /** Numbers that the client called unfit, by `nameOf` of their orders. */
  readonly unfit: Set<string>;
  /** Ask for the next number, once the router has handed this one out. */
  readonly refusals: Map<string, () => void>;
  /** Once it is written down. */
  readonly claimed: Promise<void>;
}

/** So many codes that failed are remembered with what ended them, and so many orders that are being given up. */
const KEPT = 10_000;

/** The codes that one client asks for: searched for here, and told from the journal. */
export class Codes {
  readonly #current: () => Client;
  readonly #orders: Orders;
  readonly #purchases: Purchases;
  readonly #clock: Clock;
  readonly #onEnd: (hasCode: boolean) => void;
  readonly #searches = new Map<string, Search>();
  /** What ended those that failed here. */
  readonly #errors = new LRUCache<string, { readonly error: unknown }>(atMost(KEPT));
  readonly #givenUp = new LRUCache<number, true>(atMost(KEPT));
  /** Told the name of a code about which something has changed. */
  readonly #listeners = new Listeners<string>();

  /** @param current Its client as it is now. */
  constructor(
    current: () => Client,
    orders: Orders,
    purchases: Purchases,
    clock: Clock,
    onEnd: (hasCode: boolean) => void,
  ) {
    this.#current = current;
    this.#orders = orders;
    this.#purchases = purchases;
    this.#clock = clock;
    this.#onEnd = onEnd;
  }

  get #client(): Client {
    return this.#current();
  }

  /**
   * Begins the search, or goes on with the one that an earlier run began. What is over stays over.
   *
   * @param id The client's own name for it, in letters that fit into a key.
   * @throws {NumrouteError} INVALID_INPUT The name was used for another wish. INSUFFICIENT_FUNDS, REJECTED,
   *   OUT_OF_STOCK, PRICE_ABOVE_LIMIT Nothing was begun.
   */
  async ask(wish: CodeWish, id: string): Promise<Code> {
    const print = codePrintOf(wish);
    const known = await this.#orders.recallCode(this.#keyOf(id), this.#client.id);
    if (known && known.print !== print) throw otherWish();
    if (!known || this.#canGoOn(id, known)) {
      const terms = await this.#purchases.codeTerms(wish, known !== undefined);
      const askedAt = known?.askedAt ?? this.#clock.now();
      const leftMs = Math.min(askedAt + wish.withinMs - this.#clock.now(), wish.withinMs);
      // From the look at the budget until the money is held nothing waits: others look at it, too.
      const search = this.#searches.get(id) ?? this.#begin(id, print, terms, leftMs, wish.byHand === true);
      if (search?.print !== print) throw otherWish();
      await search.claimed;
    }
    return await this.find(id);
  }

  /** @throws {NumrouteError} UNKNOWN_ORDER Also for somebody else's. */
  async find(id: string): Promise<Code> {
    return this.#asItIs(id, await this.#recall(id));
  }

  /**
   * The service does not take this number: the next one is tried.
   *
   * @throws {NumrouteError} UNKNOWN_ORDER There is no such number. WRONG_STATE It has its code, or nobody searches.
   */
  async unfit(id: string, nth: number): Promise<Code> {
    const code = await this.find(id);
    const number = code.numbers[nth - 1];
    if (!number?.isTold)
      throw new NumrouteError('UNKNOWN_ORDER', 'There is no such number of this code.', { id });
    const search = this.#searches.get(id);
    if (number.why !== undefined) {
      // Of one that ended by itself a search by hand has still to hear that the next is wanted.
      search?.refusals.get(nameOf(number.record.order))?.();
      return code;
    }
    if (number.hasCode || !search) {
      const why = number.hasCode ? 'Its code has come.' : 'Nobody searches for this code now.';
      throw new NumrouteError('WRONG_STATE', why, {});
    }
    const name = nameOf(number.record.order);
    search.unfit.add(name);
    search.refusals.get(name)?.();
    return await this.find(id);
  }

  /** Nothing more is bought for it, and what is open is given up. A code that is there stays. */
  async cancel(id: string): Promise<Code> {
    const code = await this.find(id);
    if (code.state === 'got') return code;
    await this.#orders.abandonCode(this.#keyOf(id), this.#client.id);
    const search = this.#searches.get(id);
    // A purchase under way is not torn: what it brings is given up when it is there.
    if (search) search.stop.abort();
    else await this.#giveUpLeft(id);
    this.#listeners.tell(id);
    return await this.find(id);
  }

  /** Its client has no token any more: what is searched for is given up. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#searches.keys()].map((id) => this.cancel(id)));
  }

  /** Something was written about one of the client's purchases. */
  changed(record: OrderRecord): void {
    const id = this.idOf(record);
    if (id === undefined) return;
    this.#listeners.tell(id);
    if (!this.#searches.has(id)) this.#giveUpLeft(id).catch(() => undefined);
  }

  /** Told whenever something about the code has changed. @returns Stops it. */
  onChange(id: string, listener: () => void): () => void {
    return this.#listeners.add((changed) => {
      if (changed === id) listener();
    });
  }

  /** The code that a purchase was made for; undefined: for none. */
  idOf({ key }: OrderRecord): string | undefined {
    const [, kind, id] = key.split('/');
    return kind === KIND ? id : undefined;
  }

  #begin(id: string, print: string, { purchase, held }: CodeTerms, leftMs: number, byHand: boolean): Search {
    this.#purchases.checkOpen();
    const { id: buyer, budget } = this.#client;
    const key = this.#keyOf(id);
    if (!budget.bears(key, held)) throw budgetTooLow();
    const stop = new AbortController();
    const [unfit, refusals]: [Search['unfit'], Search['refusals']] = [new Set(), new Map()];
    const claimed = this.#claim(key, print);
    const work = async (): Promise<void> => {
      await claimed;
      await this.#orders.getCode({
        ...purchase,
        key,
        buyer,
        deadlineMs: leftMs,
        settleForMs: Math.min(leftMs, SETTLE_MS),
        keepOpen: byHand,
        signal: stop.signal,
        // The client is told by what is written down, and its clock runs from then on; by hand, none does.
        use: ({ order, refuse }) =>
          new Promise<undefined>((resolve) => {
            const name = nameOf(order);
            const next = (): void => {
              refuse();
              resolve(undefined);
            };
            refusals.set(name, next);
            if (unfit.has(name)) next();
            else if (!byHand) resolve(undefined);
          }),
      });
    };
    withClientErrors(budget.hold(key, held, work)).then(
      () => this.#end(id, undefined),
      (error: unknown) => this.#end(id, { error }),
    );
    const search: Search = { print, stop, unfit, refusals, claimed };
    this.#searches.set(id, search);
    this.#errors.delete(id);
    return search;
  }

  /** @throws {NumrouteError} INVALID_INPUT Something else was claimed. WRONG_STATE Its client cancelled it. */
  async #claim(key: string, print: string): Promise<void> {
    const buyer = this.#client.id;
    if ((await this.#orders.claim({ buyer, key, print })) !== print) throw otherWish();
    const claimed = await this.#orders.recallCode(key, buyer);
    if (claimed?.isAbandoned) throw new NumrouteError('WRONG_STATE', 'This code was cancelled.', {});
  }

  #end(id: string, failed: { readonly error: unknown } | undefined): void {
    this.#searches.delete(id);
    // The next run goes on.
    if (failed && NumrouteError.is(failed.error, 'CLOSED')) return;
    if (failed) this.#errors.set(id, failed);
    this.#onEnd(!failed);
    this.#listeners.tell(id);
  }

  #canGoOn(id: string, known: CodeHistory): boolean {
    if (this.#searches.has(id) || known.isAbandoned) return false;
    const { state, deadlineAt } = this.#asItIs(id, known);
    return state !== 'got' && this.#clock.now() < deadlineAt;
  }

  #asItIs(id: string, history: CodeHistory): Code {
    const search = this.#searches.get(id);
    const progress = {
      isSearched: search !== undefined,
      unfit: search?.unfit ?? NONE,
      error: this.#errors.get(id)?.error,
    };
    return codeAsItIs(id, history, progress, this.#client, this.#clock.now());
  }

  /** @throws {NumrouteError} UNKNOWN_ORDER */
  async #recall(id: string): Promise<CodeHistory> {
    const history = await this.#orders.recallCode(this.#keyOf(id), this.#client.id);
    if (history) return history;
    throw new NumrouteError('UNKNOWN_ORDER', 'There is no such code.', { id });
  }

  /**
   * What is open of a code that nobody waits for any more: an order of a purchase in doubt may be found later.
   * One that an earlier run began stays open, because its client may go on.
   */
  async #giveUpLeft(id: string): Promise<void> {
    const { numbers, isAbandoned } = await this.#recall(id);
    if (!isAbandoned && !this.#errors.has(id)) return;
    for (const { record, hasCode, why } of numbers) {
      if (hasCode || why !== undefined || this.#givenUp.has(record.number)) continue;
      this.#givenUp.set(record.number, true);
      // Refused now, it is asked for again until the order is over.
      await this.#orders.cancel(record, { insist: true }).catch(() => undefined);
    }
  }

  #keyOf(id: string): string {
    return `${this.#client.id}/${KIND}/${id}`;
  }
}

const KIND = 'code';
/** So long a purchase in doubt is looked for before its client is told; later the same key goes on. */
const SETTLE_MS = 600_000;
const NONE: ReadonlySet<string> = new Set();
