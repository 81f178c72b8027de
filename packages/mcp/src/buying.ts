import { type Clock, NumrouteError } from '@numroute/core';
import {
  type ClientShop,
  type Code,
  type CodeWish,
  isBought,
  type OrderRecord,
} from '@numroute/gateway/shop';
import { OneByOne } from './one-by-one.ts';
import { noQuote, type Quote, type Quotes, type Wanted } from './quotes.ts';
import { isAtHand, isWaiting, wantOf } from './standing.ts';
import { until } from './until.ts';

/** No code is of use later: then what is open is given up, whether or not anybody asks. */
const WITHIN_MS = 20 * 60_000;
/** Numbers under one quote at most. */
const NUMBERS = 10;
/** Hosts give up after a minute. */
const PATIENCE_MS = 45_000;
/** What cannot be cancelled for longer is not waited for. */
const SOON_MS = 5_000;

export interface Bid {
  readonly quote: string;
  /** A further number, though one for the same service is held. */
  readonly another: boolean;
  /** The number of an order that is given up for it. */
  readonly insteadOf?: string;
}

/** An order that answers a bid, or what its user has still to agree to. */
export type Answer =
  | {
      readonly record: OrderRecord;
      /**
       * - `held`: the client holds it already, so nothing was bought
       * - `kept`: the order to be given up cannot be yet, so nothing was bought
       */
      readonly why?: 'held' | 'kept';
    }
  | { readonly toAgree: Wanted };

/** A want whose number is being bought: the one after so many. */
interface ToCome {
  readonly nonce: string;
  readonly after?: number;
}

/**
 * What one client buys under quotes. A quote is one want of a code: whoever sends it again gets what was bought
 * under it, whatever the time and the prices. A client that plans anew, and so has another quote, gets the
 * number that it holds.
 */
export class Buying {
  readonly #shop: ClientShop;
  readonly #quotes: Quotes;
  readonly #clock: Clock;
  readonly #deciding = new OneByOne();
  /** Wants whose search runs here, and what they are for. */
  readonly #running = new Map<string, Wanted>();
  /** Of those the number after which the next is wanted. */
  readonly #steps = new Map<string, number>();

  constructor(shop: ClientShop, quotes: Quotes, clock: Clock) {
    this.#shop = shop;
    this.#quotes = quotes;
    this.#clock = clock;
  }

  /**
   * @param agreed Whether its user agreed; where nobody has to, true.
   * @throws {NumrouteError} INVALID_INPUT No such quote. Or as `ClientShop.codes.ask`.
   */
  async buy({ quote: text, another, insteadOf }: Bid, agreed: boolean): Promise<Answer> {
    const quote = this.#quotes.read(this.#shop.client.id, text);
    const stepped = insteadOf === undefined ? undefined : await this.#instead(quote, insteadOf);
    if (stepped) return stepped;
    const decided = await this.#deciding.run(async () => await this.#decide(quote, another, agreed));
    if ('toAgree' in decided || 'record' in decided) return decided;
    const { nonce, after = 0 } = decided;
    const record = await this.#numberAfter(nonce, after);
    return nonce === quote.nonce ? { record } : { record, why: 'held' };
  }

  /** Gives an order up, and the want that it was bought for with it. What has its code stays. */
  async cancel(id: string): Promise<OrderRecord> {
    const record = await this.#shop.record(id);
    if (!isWaiting(record) && record.state !== 'doubt') return record;
    const code = await wantOf(this.#shop, record);
    if (!code) return await this.#shop.giveUp(id);
    if (code.records.at(-1)?.number === record.number) await this.#shop.codes.cancel(code.id);
    return await this.#over(record);
  }

  /** What is to be done about a quote: the answer that there is, or the want whose number is to come. */
  async #decide(quote: Quote, another: boolean, agreed: boolean): Promise<Answer | ToCome> {
    const { nonce, fault } = quote;
    const known = await this.#find(nonce);
    const last = known && lastBought(known);
    if (last) return { record: last };
    if (known && !known.isOver) return { nonce };
    if (fault) throw noQuote();
    const held = another ? undefined : await this.#held(quote);
    if (held) return held;
    if (!agreed) return { toAgree: quote };
    await this.#begin(quote);
    return { nonce };
  }

  /** What the client has of the same kind already: an order without a code, or a search for one. */
  async #held(wanted: Wanted): Promise<Answer | ToCome | undefined> {
    for (const [nonce, other] of this.#running) {
      if (!isAlike(wanted, other)) continue;
      const code = await this.#shop.codes.find(nonce);
      const last = code.numbers.at(-1);
      const after = this.#steps.get(nonce) ?? 0;
      const isMore = after >= (last?.nth ?? 0);
      if (!code.isOver && (isMore || (last && isAtHand(last)))) return { nonce, after };
    }
    for (const record of await this.#shop.listOpen()) {
      const { service, country, state } = record;
      if (!isAlike(wanted, { service, countries: [country] })) continue;
      if (state === 'doubt' || (isWaiting(record) && !(await this.#isGivenUp(record))))
        return { record, why: 'held' };
    }
    return undefined;
  }

  async #isGivenUp(record: OrderRecord): Promise<boolean> {
    const code = await wantOf(this.#shop, record);
    return code?.numbers.some(({ record: { number }, why }) => number === record.number && why) ?? false;
  }

  async #begin({ nonce, service, countries, cap }: Quote): Promise<void> {
    const { codes } = this.#shop;
    const wish: CodeWish = {
      service,
      ...(countries && { country: countries }),
      maxPrice: cap,
      maxSpend: cap,
      withinMs: WITHIN_MS,
      numbers: NUMBERS,
      byHand: true,
    };
    this.#running.set(nonce, { service, ...(countries && { countries }), cap });
    let ending = Promise.resolve();
    const end = async (): Promise<void> => {
      if (!(await codes.find(nonce)).isOver) return;
      this.#running.delete(nonce);
      this.#steps.delete(nonce);
      stop();
    };
    const stop = codes.onChange(nonce, () => {
      ending = ending.then(end).catch(() => undefined);
    });
    try {
      await codes.ask(wish, nonce);
      await end();
    } catch (error) {
      this.#running.delete(nonce);
      stop();
      throw error;
    }
  }

  /** Undefined: the order is over, and the quote is for another want. */
  async #instead(quote: Quote, id: string): Promise<Answer | undefined> {
    const { codes } = this.#shop;
    const record = await this.#shop.record(id);
    if (record.state === 'none') return undefined;
    const { nonce } = quote;
    if (codes.idOf(record) !== nonce) {
      const given = await this.cancel(id);
      if (isBought(given) && given.order.status !== 'open' && !hasCode(given)) return undefined;
      return { record: given, why: 'kept' };
    }
    const code = await codes.find(nonce);
    const number = code.numbers.find(({ record: { number: one } }) => one === record.number);
    const last = lastBought(code);
    // The step was made, and its answer was lost; or there is nothing to step from.
    if (!number || number.hasCode || last?.number !== record.number) return { record: last ?? record };
    if (code.failure?.why === 'cancelled' || this.#clock.now() >= code.deadlineAt) return { record };
    if (code.isOver) {
      // An earlier run searched. It goes on once the order is over, and not beside it.
      const given = await this.#shop.giveUp(id);
      if (given.order.status === 'open') return { record: given, why: 'kept' };
      await this.#deciding.run(async () => {
        if ((await codes.find(nonce)).isOver) await this.#begin(quote);
      });
    } else {
      this.#steps.set(nonce, number.nth);
      await codes.unfit(nonce, number.nth);
      const given = await this.#over(record);
      if (isWaiting(given) || hasCode(given)) return { record: given };
    }
    return { record: await this.#numberAfter(nonce, number.nth) };
  }

  /** The order as it is once it is over, or cannot be for a while. */
  async #over({ number }: OrderRecord): Promise<OrderRecord> {
    const look = async (): Promise<OrderRecord> => await this.#shop.record(String(number));
    const isSoon = async (): Promise<OrderRecord | undefined> => {
      const record = await look();
      const from = record.order?.cancelAfter ?? 0;
      return isWaiting(record) && from < this.#clock.now() + SOON_MS ? undefined : record;
    };
    const listen = (wake: () => void): (() => void) =>
      this.#shop.onChange((record) => {
        if (record.number === number) wake();
      });
    return (await until(isSoon, { clock: this.#clock, forMs: SOON_MS, listen })) ?? (await look());
  }

  /** @throws What ended the search before there was one. */
  async #numberAfter(nonce: string, nth: number): Promise<OrderRecord> {
    const { codes } = this.#shop;
    let code: Code | undefined;
    const look = async (): Promise<OrderRecord | undefined> => {
      code = await codes.find(nonce);
      const next = code.numbers.findLast((one) => one.nth > nth);
      if (next) return next.record;
      if (!code.isOver) return undefined;
      const last = lastBought(code);
      if (last) return last;
      throw failureOf(code);
    };
    const listen = (wake: () => void): (() => void) => codes.onChange(nonce, wake);
    const found = await until(look, { clock: this.#clock, forMs: PATIENCE_MS, listen });
    const last = found ?? (code && lastBought(code));
    if (last) return last;
    throw new NumrouteError('UNAVAILABLE', 'Nothing could be bought yet.', { retryAfterMs: SOON_MS });
  }

  async #find(nonce: string): Promise<Code | undefined> {
    try {
      return await this.#shop.codes.find(nonce);
    } catch (error) {
      if (NumrouteError.is(error, 'UNKNOWN_ORDER')) return undefined;
      throw error;
    }
  }
}

/** Of the purchases for a want the last that bought something, or may have. */
const lastBought = ({ records }: Code): OrderRecord | undefined =>
  records.findLast(({ state }) => state !== 'none');

const hasCode = ({ order }: OrderRecord): boolean => (order?.messages.length ?? 0) > 0;

function isAlike(one: Wanted | Omit<Wanted, 'cap'>, other: Wanted | Omit<Wanted, 'cap'>): boolean {
  if (one.service !== other.service) return false;
  return (
    !one.countries || !other.countries || one.countries.some((country) => other.countries?.includes(country))
  );
}

function failureOf({ failure }: Code): unknown {
  if (failure?.why === 'error') return failure.error;
  if (failure?.why === 'cancelled') return new NumrouteError('WRONG_STATE', 'This want was cancelled.', {});
  return new NumrouteError('OUT_OF_STOCK', 'Nothing was bought in time.', {});
}
