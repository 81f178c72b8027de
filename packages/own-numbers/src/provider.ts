import {
  type Call,
  type Clock,
  compareMoney,
  decimalOf,
  type Limits,
  type Manifest,
  type Message,
  type NumberFault,
  NumrouteError,
  type Offer,
  type OrderReport,
  type Provider,
  type PurchaseCall,
  type Query,
  type Receipt,
  systemClock,
} from '@numroute/core';
import { readHandle } from '@numroute/http';
import * as v from 'valibot';
import type { Inbox } from './inbox.ts';
import { type Lease, Leases } from './leases.ts';
import { isOfKind, kindsOf, type OwnNumber, serves, servicesOf } from './numbers.ts';

/** Numbers of one's own, and what is needed to lend them. */
export interface OwnNumbersOptions {
  /** @default 'own' */
  readonly id?: string;
  /** ISO 4217, of every price. */
  readonly currency: string;
  readonly numbers: readonly OwnNumber[];
  readonly inbox: Inbox;
  /** The file that says who holds which number. Whoever lends the same numbers names the same file. */
  readonly leases: string;
  /** How long a number is lent. @default 1_200_000 */
  readonly lifetimeMs?: number;
  /** How long nobody gets a number after its lease: a late SMS is no other want's code. @default 60_000 */
  readonly restMs?: number;
  /** Of the inbox. @default 10 requests per second, four at a time */
  readonly limits?: Limits;
  /** How often an inbox is asked for one number, at most. @default 2_000 */
  readonly pollMs?: number;
  /** @default systemClock */
  readonly clock?: Clock;
}

/** How far the inbox's clock may be behind ours, as long as no lease before could have had the SMS. */
const SKEW_MS = 5_000;

const handle = v.object({
  service: v.string(),
  country: v.string(),
  price: v.object({ amount: v.string(), currency: v.string() }),
  pool: v.exactOptional(v.string()),
  virtual: v.exactOptional(v.literal(true)),
});

/**
 * A provider over numbers that its user owns. A purchase is a lease, written to `leases`: no vendor is asked, no
 * money moves, and no number has two leases at a time. An order's messages are those that came to its number
 * while its lease lasted.
 */
export function createOwnNumbers(options: OwnNumbersOptions): Provider {
  return new OwnNumbers(options);
}

class OwnNumbers implements Provider {
  readonly manifest: Manifest;
  readonly #numbers: readonly OwnNumber[];
  readonly #currency: string;
  readonly #inbox: Inbox;
  readonly #leases: Leases;
  readonly #clock: Clock;
  readonly #skewMs: number;
  #isClosed = false;

  constructor(options: OwnNumbersOptions) {
    const { numbers, inbox, leases, currency, clock = systemClock } = options;
    const { lifetimeMs = 1_200_000, restMs = 60_000 } = options;
    this.manifest = manifestOf(options, lifetimeMs);
    this.#numbers = numbers;
    this.#currency = currency;
    this.#inbox = inbox;
    this.#clock = clock;
    this.#leases = new Leases(leases, clock, { lifetimeMs, restMs });
    this.#skewMs = Math.min(SKEW_MS, Math.floor(restMs / 2));
  }

  async listOffers(query: Query, call: Call): Promise<readonly Offer[]> {
    this.#check(call);
    const there = this.#numbers.filter(
      ({ country }) => query.country === undefined || country === query.country,
    );
    const listedAt = this.#clock.now();
    const offers: Offer[] = [];
    for (const service of servicesOf(there, query)) {
      const serving = there.filter((number) => serves(number, service));
      const free = new Set(this.#leases.free(numbersOf(serving), service));
      for (const kind of kindsOf(serving)) {
        const stock = serving.filter((one) => isOfKind(one, kind) && free.has(one.number)).length;
        const note = JSON.stringify({ service, ...kind });
        offers.push({ provider: this.manifest.id, service, ...kind, stock, handle: note, listedAt });
      }
    }
    return offers;
  }

  async purchase(offer: Offer, call: PurchaseCall): Promise<Receipt> {
    this.#check(call);
    const { service, ...kind } = readHandle(offer, this.manifest.id, handle);
    const { maxPrice, attempt = null } = call;
    if (maxPrice.currency !== this.#currency || kind.price.currency !== this.#currency) {
      throw NumrouteError.input('maxPrice', `an amount in ${this.#currency}`);
    }
    const fitting = this.#numbers.filter((one) => serves(one, service) && isOfKind(one, kind));
    const [like] = fitting;
    if (!like) throw new NumrouteError('OUT_OF_STOCK', 'there is no such number any more', {});
    const { country, price } = like;
    if (compareMoney(price, maxPrice) > 0) {
      throw new NumrouteError('PRICE_ABOVE_LIMIT', 'the number counts as more', { price });
    }
    let lease: Lease | undefined;
    try {
      lease = this.#leases.take({ numbers: numbersOf(fitting), service, country, price, attempt });
    } catch (error) {
      if (!NumrouteError.is(error, 'OUTCOME_UNKNOWN')) throw error;
      throw new NumrouteError('OUTCOME_UNKNOWN', error.message, { ...error.details, offer });
    }
    if (!lease) throw new NumrouteError('OUT_OF_STOCK', 'every such number is held', {});
    return reportOf(lease, 'open', []);
  }

  async fetchOrder(id: string, call: Call): Promise<OrderReport> {
    this.#check(call);
    return await this.#report(this.#known(id), call);
  }

  async findOrder(attempt: string, call: Call): Promise<OrderReport> {
    this.#check(call);
    const lease = this.#leases.named(attempt);
    if (!lease) throw new NumrouteError('UNKNOWN_ORDER', 'no lease has this name', { id: attempt });
    return await this.#report(lease, call);
  }

  async cancelOrder(id: string, call: Call): Promise<OrderReport> {
    const report = await this.fetchOrder(id, call);
    if (report.status === 'cancelled') return report;
    if (report.status !== 'open') {
      throw new NumrouteError('WRONG_STATE', `the lease is ${report.status}`, { final: true });
    }
    return await this.#end(id, 'cancelled', call);
  }

  async rejectNumber(id: string, _: NumberFault, call: Call): Promise<OrderReport> {
    const report = await this.cancelOrder(id, call);
    const { number, service } = this.#known(id);
    this.#leases.refuse(number, service);
    return report;
  }

  async finishOrder(id: string, call: Call): Promise<OrderReport> {
    const report = await this.fetchOrder(id, call);
    if (report.status === 'finished') return report;
    if (report.status !== 'delivered') {
      throw new NumrouteError('WRONG_STATE', `the lease is ${report.status}`, {});
    }
    return await this.#end(id, 'finished', call);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#leases.close();
    await this.#inbox.close?.();
  }

  async #end(id: string, how: 'finished' | 'cancelled', call: Call): Promise<OrderReport> {
    this.#leases.end(id, how);
    const report = await this.fetchOrder(id, call);
    if (report.status === how) return report;
    // Another process was faster.
    throw new NumrouteError('WRONG_STATE', `the lease is ${report.status}`, { final: true });
  }

  #known(id: string): Lease {
    const lease = this.#leases.find(id);
    if (lease) return lease;
    throw new NumrouteError('UNKNOWN_ORDER', 'no lease has this id', { id });
  }

  async #report(lease: Lease, call: Call): Promise<OrderReport> {
    const { number, startedAt, endsAt, end, endedAt } = lease;
    if (end === 'cancelled') return reportOf(lease, 'cancelled', []);
    const period = { from: startedAt - this.#skewMs, to: endedAt ?? endsAt };
    const messages = await this.#inbox.list(number, period, call);
    if (this.#isClosed) throw closed();
    const came = messages.length > 0;
    if (end === 'finished') return reportOf(lease, 'finished', messages);
    if (endsAt <= this.#clock.now()) return reportOf(lease, came ? 'finished' : 'expired', messages);
    return reportOf(lease, came ? 'delivered' : 'open', messages);
  }

  #check({ signal }: Call): void {
    signal.throwIfAborted();
    if (this.#isClosed) throw closed();
  }
}

function reportOf(lease: Lease, status: OrderReport['status'], messages: readonly Message[]): OrderReport {
  const { id, attempt, number: phone, service, country, price, startedAt, endsAt } = lease;
  const isOwed = status !== 'cancelled' && status !== 'expired' && decimalOf(price).units > 0n;
  return {
    id,
    status,
    messages,
    phone,
    service,
    country,
    orderedAt: startedAt,
    expiresAt: endsAt,
    ...(attempt !== null && { attempt }),
    ...(isOwed && { price }),
  };
}

const numbersOf = (numbers: readonly OwnNumber[]): readonly string[] => numbers.map(({ number }) => number);

const closed = (): NumrouteError => new NumrouteError('CLOSED', 'the provider was closed', {});

function manifestOf({ id = 'own', limits, pollMs = 2_000 }: OwnNumbersOptions, lifetimeMs: number): Manifest {
  return Object.freeze({
    id,
    apiVersion: 1,
    limits: Object.freeze({ ...(limits ?? { requests: 10, perMs: 1_000, concurrent: 4 }) }),
    traits: Object.freeze({
      priceGuard: true,
      stock: 'estimate',
      refundsOnCancel: true,
      charges: 'delivery',
      messages: 'many',
      free: true,
    } as const),
    timing: Object.freeze({ pollMs, lifetimeMs }),
  });
}
