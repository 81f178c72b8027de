import type { Offer, Offers, Query } from '@numroute/core';
import { Column, Words } from './column.ts';

/** One service in one country, at every price and of every pool that is shown, the cheapest first. */
export interface Cell extends Pick<Offer, 'service' | 'country' | 'virtual' | 'listedAt'> {
  readonly amounts: readonly string[];
  /** By price; null where nobody says. */
  readonly stocks: readonly (number | null)[];
  /** By price; undefined for one that has none. Absent: none is shown. */
  readonly pools?: readonly (string | undefined)[];
}

/**
 * The offers as one client sees them, with its prices. Kept in columns, some fifty bytes a cell: an `Offer`
 * is made when somebody reads it.
 */
export class PriceList implements Offers {
  /** Every vendor gave its list. */
  isComplete: boolean = true;
  readonly #currency: string;
  /** The cells of each, by number. */
  readonly #byService = new Map<string, number[]>();
  readonly #byCountry = new Map<string, number[]>();
  readonly #names = new Words();
  readonly #amounts = new Words();
  readonly #services = new Column('index');
  readonly #countries = new Column('index');
  readonly #virtuals = new Column('index');
  /** NaN: nobody says. */
  readonly #times = new Column('number');
  /** Where the tiers of each cell begin, and at the end how many there are. */
  readonly #starts = new Column('index');
  readonly #prices = new Column('index');
  /** NaN: nobody says. */
  readonly #stocks = new Column('number');
  /** One more than the number of the name, 0 for none. */
  readonly #pools = new Column('index');

  constructor(currency: string) {
    this.#currency = currency;
    this.#starts.push(0);
  }

  get length(): number {
    return this.#prices.length;
  }

  /** Part by part: all cells at once would be a long turn. */
  add(cells: Iterable<Cell>): void {
    for (const { service, country, virtual, listedAt, amounts, stocks, pools } of cells) {
      const cell = this.#services.length;
      put(this.#byService, service, cell);
      put(this.#byCountry, country, cell);
      this.#services.push(this.#names.numberOf(service));
      this.#countries.push(this.#names.numberOf(country));
      this.#virtuals.push(virtual ? 1 : 0);
      this.#times.push(listedAt ?? Number.NaN);
      for (const [tier, amount] of amounts.entries()) {
        const pool = pools?.[tier];
        this.#prices.push(this.#amounts.numberOf(amount));
        this.#stocks.push(stocks[tier] ?? Number.NaN);
        this.#pools.push(pool === undefined ? 0 : this.#names.numberOf(pool) + 1);
      }
      this.#starts.push(this.#prices.length);
    }
  }

  get services(): Iterable<string> {
    return this.#byService.keys();
  }

  get countries(): Iterable<string> {
    return this.#byCountry.keys();
  }

  [Symbol.iterator](): Generator<Offer, void> {
    return this.matching({});
  }

  *matching({ service, country }: Query): Generator<Offer, void> {
    const wanted = service === undefined ? undefined : this.#names.find(service);
    for (const cells of this.#rowsOf(service, country)) {
      for (const cell of cells) {
        if (service !== undefined && this.#services.at(cell) !== wanted) continue;
        const end = this.#starts.at(cell + 1);
        for (let tier = this.#starts.at(cell); tier < end; tier += 1) yield this.#offer(cell, tier);
      }
    }
  }

  #rowsOf(service: string | undefined, country: string | undefined): Iterable<readonly number[]> {
    if (country !== undefined) return [this.#byCountry.get(country) ?? []];
    if (service !== undefined) return [this.#byService.get(service) ?? []];
    return this.#byService.values();
  }

  #offer(cell: number, tier: number): Offer {
    const pool = this.#pools.at(tier);
    const stock = this.#stocks.at(tier);
    const listedAt = this.#times.at(cell);
    return {
      provider: 'numroute',
      service: this.#names.at(this.#services.at(cell)),
      country: this.#names.at(this.#countries.at(cell)),
      ...(pool > 0 && { pool: this.#names.at(pool - 1) }),
      price: { amount: this.#amounts.at(this.#prices.at(tier)), currency: this.#currency },
      stock: Number.isNaN(stock) ? null : stock,
      ...(this.#virtuals.at(cell) === 1 && { virtual: true as const }),
      handle: '',
      ...(!Number.isNaN(listedAt) && { listedAt }),
    };
  }
}

function put(rows: Map<string, number[]>, name: string, cell: number): void {
  const row = rows.get(name);
  if (row) row.push(cell);
  else rows.set(name, [cell]);
}
