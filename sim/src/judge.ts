import { type Clock, compareMoney, formatMoney, type Money, type Order } from '@numroute/core';
import type { AttemptEvent, AttemptState, JournalEntry, WantRecord } from '@numroute/journal';
import { Agreements } from './agreements.ts';
import type { SimBudget } from './budget.ts';
import type { Wish } from './caller.ts';
import { CodeRules } from './codes/rules.ts';
import type { Sale, Visit } from './counter.ts';
import { Doubts } from './doubts.ts';
import { Hands } from './hands.ts';
import { createMeter } from './meter.ts';
import { rates } from './rates.ts';
import { strangeCharges } from './strange-charges.ts';
import type { Tally } from './tally.ts';
import { UnderWay } from './under-way.ts';
import { accountOf, type Vendor } from './vendor.ts';
import type { Rule, Violation } from './violation.ts';

/** Nothing more happens to the order of such an attempt. */
const ENDED: readonly AttemptState[] = ['cancelled', 'expired', 'finished'];

/** A caller's key ends with the number of its want. */
const numberOf = (key: string): number => Number(key.slice(key.lastIndexOf('-') + 1));

/** What the journal was told last about an account, as far as the judge must know. */
interface Account {
  readonly vendor: Vendor;
  readonly meter: ReturnType<typeof createMeter>;
  /** Written and not yet followed by their purchases. */
  readonly intents: Set<string>;
}

/** What the judge sees from. */
export interface Seat {
  readonly vendors: readonly Vendor[];
  readonly wishes: readonly Wish[];
  readonly tally: Tally;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly budget: SimBudget | undefined;
  readonly isHostile: boolean;
}

/** Sees the whole world, which no engine does, and says where the engine broke its word. */
export class Judge {
  readonly violations: Violation[] = [];
  readonly sales: Sale[] = [];
  readonly events: AttemptEvent[] = [];
  readonly entries = new Map<string, JournalEntry>();
  readonly agreements: Agreements;
  /** When the journal first knew an attempt's order, by the monotonic clock. */
  readonly knownAt = new Map<string, number>();
  readonly underWay = new UnderWay();
  readonly hands: Hands;
  readonly codes: CodeRules;
  /** When a refund was last said to have come or not, likewise. */
  readonly bookedAt = new Map<string, number>();
  /** When the vendor was to be told that we are done, likewise. */
  readonly finishedAt = new Map<string, number>();
  readonly vendors: readonly Vendor[];
  readonly #accounts: ReadonlyMap<string, Account>;
  readonly #secrets: readonly string[];
  readonly #misled = new Map<string, number>();
  readonly #doubts: Doubts;
  readonly #wishes: readonly Wish[];
  readonly #wants = new Map<string, number>();
  readonly #told = new Set<string>();
  readonly #tally: Tally;
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #budget: SimBudget | undefined;

  constructor(seat: Seat) {
    const { vendors, wishes, tally, clock, budget, isHostile } = seat;
    this.agreements = new Agreements(isHostile);
    this.vendors = vendors;
    this.#wishes = wishes;
    this.#tally = tally;
    this.#clock = clock;
    this.#budget = budget;
    this.hands = new Hands({
      sales: this.sales,
      entryOf: (attempt) => this.entries.get(attempt),
      wantOf: (attempt) => this.#wantOf(attempt),
      tally,
    });
    this.codes = new CodeRules(this, seat);
    this.#doubts = new Doubts(vendors, tally, (rule, what) => this.accuse(rule, what));
    this.#accounts = new Map(
      vendors.map((vendor) => [vendor.id, { vendor, meter: createMeter(vendor.limits), intents: new Set() }]),
    );
    this.#secrets = vendors.flatMap(({ secret }) => [
      ...new Set([
        secret,
        encodeURIComponent(secret),
        new URLSearchParams({ '': secret }).toString().slice(1),
        JSON.stringify(secret).slice(1, -1),
      ]),
    ]);
  }

  accuse(rule: Rule, what: string): void {
    this.violations.push({ rule, what });
  }

  /** A request reached a vendor. */
  arrived(vendor: string, at: number): void {
    if (this.#account(vendor).meter.tooMany(at)) {
      this.accuse('M7 too fast', `${vendor} at ${Math.round(at)}`);
    }
  }

  /** The journal took an event. */
  written(event: AttemptEvent, entry: JournalEntry): void {
    const from = this.entries.get(entry.id)?.state ?? 'none';
    this.events.push(event);
    this.entries.set(entry.id, entry);
    this.#tally.add(`event: ${event.kind}`);
    this.#tally.add(`transition: ${event.kind} ${from}-${entry.state}`);
    if (event.kind === 'refund-seen' || event.kind === 'refund-missing') {
      this.bookedAt.set(entry.id, this.#clock.monotonic());
    }
    if (event.kind === 'finish-asked') this.finishedAt.set(entry.id, this.#clock.monotonic());
    if (entry.order && !this.knownAt.has(entry.id)) this.knownAt.set(entry.id, this.#clock.monotonic());
    if (event.kind === 'charge-seen' || event.kind === 'bought')
      this.agreements.charged(entry, this.#clock.monotonic());
    this.underWay.written(event, entry, this.#clock.monotonic());
    const account = this.#account(entry.offer.provider);
    if (event.kind === 'intent') {
      account.intents.add(entry.id);
      this.#judgeCap(event.want, event.maxPrice);
    }
    if (event.kind === 'bought' && event.adopted) this.hands.found(entry, this.saleOf(event.order));
    if (event.kind === 'unheard' && event.by !== 'recovery' && this.#told.has(entry.id))
      this.accuse(
        'M2 forgotten',
        `${entry.offer.provider}: a sale was told, and its purchase counts as unheard`,
      );
    this.#doubts.written(event, entry);
    this.codes.written(event, entry);
  }

  /** The journal knows a want by its id, its caller by a name. */
  wanted({ id, key, buyer }: WantRecord): void {
    const name = key ?? buyer;
    if (name !== undefined) this.#wants.set(id, numberOf(name));
  }

  /** What is bought beside a want's first number is of the same want. */
  numberOfWant(id: string | undefined): number | undefined {
    return this.#wants.get(id?.replace(/#2$/, '') ?? '');
  }

  /** Whatever currency the cap is turned into, it is worth no more than what the caller said. */
  #judgeCap(want: string, cap: Money): void {
    const wish = this.#wishes[this.numberOfWant(want) ?? -1];
    const said = wish && rates.convert(cap, wish.maxPrice.currency);
    if (!said || compareMoney(said, wish.maxPrice) <= 0) return;
    this.accuse('M12 above the cap', `want ${wish.number}: ${formatMoney(cap)} is above its cap`);
  }

  /** A purchase leaves for a vendor. The journal must know the attempt. */
  leaving(vendor: string, attempt: string): Visit {
    if (!this.#account(vendor).intents.delete(attempt)) {
      this.accuse('M2 forgotten', `${vendor}: a purchase left before its intent was written`);
      return {};
    }
    const want = this.#wantOf(attempt);
    if (want !== undefined) this.codes.leaving(attempt, want);
    return { attempt, ...(want !== undefined && { want }) };
  }

  #wantOf(attempt: string): number | undefined {
    return this.numberOfWant(this.entries.get(attempt)?.want);
  }

  /** The reply to a purchase came whole: where a number was sold, its id is known from now on. */
  told(attempt: string): void {
    if (this.sales.some((sale) => sale.attempt === attempt && !sale.echo)) this.#told.add(attempt);
  }

  /** A vendor sold a number. */
  sold(sale: Sale): void {
    this.sales.push(sale);
    this.hands.sold(sale);
    this.#tally.add('sales');
    if (!sale.echo) this.#budget?.judge(this, this.vendors, this.#clock.monotonic());
    this.#judgePrice(sale);
    if (sale.echo || sale.want === undefined) return;
    const { code } = this.#wishes[sale.want] ?? {};
    const isPast = ({ vendor, at }: Sale): boolean =>
      code !== undefined && sale.at - at >= this.#account(vendor).vendor.world.lifetimeMs;
    const others = this.sales.filter(
      (earlier) =>
        earlier !== sale &&
        earlier.want === sale.want &&
        !earlier.echo &&
        !isPast(earlier) &&
        this.#lives(earlier),
    );
    if (code) this.codes.sold(sale.want, [...others, sale]);
    if (others.length < (code?.atOnce ?? 1)) return;
    const beside = others.map((other) => `${other.vendor} ${other.id}, which is ${this.statusOf(other)}`);
    this.accuse(
      code ? 'G1 too many live orders' : 'M3 two live orders',
      `want ${sale.want}: ${sale.vendor} ${sale.id} beside ${beside.join(', ')}`,
    );
  }

  #lives(sale: Sale): boolean {
    const status = this.statusOf(sale);
    if (status === 'cancelled' || status === 'expired') return false;
    if (!this.#wasMisled(sale)) return true;
    this.#tally.add('excused: a second number, where another was charged twice and made up its sum');
    return false;
  }

  #judgePrice(sale: Sale): void {
    const entry = this.entries.get(sale.attempt ?? '');
    const wish = this.#wishes[sale.want ?? -1];
    const wrong = entry && wish && this.agreements.wrongOf(sale, entry, wish);
    if (wrong !== undefined) this.accuse('M12 above the agreed price', `${sale.vendor} ${sale.id}: ${wrong}`);
  }

  statusOf({ vendor, id }: Sale): string {
    const found = this.#account(vendor).vendor.world.orders.find((order) => order.id === id);
    return found?.status ?? 'unknown';
  }

  /** Anything that somebody might read. */
  heard(where: string, text: string): void {
    for (const secret of this.#secrets) {
      if (text.includes(secret)) this.accuse('M11 key told', `${where}: ${text.slice(0, 300)}`);
    }
  }

  /** What the journal knows of a sale, by the name that the vendor gave it. */
  entryOf(sale: Sale): JournalEntry | undefined {
    for (const entry of this.entries.values()) {
      if (entry.order && this.saleOf(entry.order) === sale) return entry;
    }
    return undefined;
  }

  /**
   * What an order is at the vendor. Names come again, and then the number tells which is meant. Two
   * providers over one account see each other's orders, so what one bought may stand in the other's books.
   */
  saleOf({ provider, id, phone }: Pick<Order, 'provider' | 'id' | 'phone'>): Sale | undefined {
    const account = accountOf(provider);
    const named = this.sales.filter(({ vendor, name }) => accountOf(vendor) === account && name === id);
    return named.length > 1 ? named.find((sale) => sale.phone === phone) : named[0];
  }

  /** Names of orders at this vendor that ended without a code, as we know, and that no other has taken since. */
  freeNames(vendor: string): readonly string[] {
    const own = this.sales.filter((sale) => sale.vendor === vendor);
    const latest = new Map(own.map((sale) => [sale.name, sale]));
    return [...latest].flatMap(([name, sale]) => {
      const status = this.statusOf(sale);
      const isOver = status === 'cancelled' || status === 'expired';
      const entry = isOver ? this.entryOf(sale) : undefined;
      return entry && ENDED.includes(entry.state) ? name : [];
    });
  }

  /**
   * What no sum can show made up the sum that proves this one absent: a charge of twice the quote, or
   * money back for an order that a proxy bought. Once for each.
   */
  #wasMisled({ vendor, attempt }: Sale): boolean {
    if (this.entries.get(attempt ?? '')?.state !== 'absent') return false;
    const used = this.#misled.get(vendor) ?? 0;
    if (strangeCharges(this, vendor).length + this.#refundedEchoes(vendor) <= used) return false;
    this.#misled.set(vendor, used + 1);
    return true;
  }

  /** Of orders that stand in no book. */
  #refundedEchoes(vendor: string): number {
    return this.sales.filter((sale) => {
      if (sale.vendor !== vendor || !sale.echo || this.entryOf(sale)) return false;
      const status = this.statusOf(sale);
      return status === 'cancelled' || status === 'expired';
    }).length;
  }

  #account(id: string): Account {
    const found = this.#accounts.get(id);
    if (!found) throw new RangeError(`There is no vendor ${id}.`);
    return found;
  }
}
