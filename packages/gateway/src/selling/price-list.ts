import type { Offer, Offers, Query } from '@numroute/core';

/** One service in one country, at every price and of every pool that is shown, the cheapest first. */
export interface Cell extends Pick<Offer, 'service' | 'country' | 'virtual' | 'listedAt'> {
  readonly amounts: readonly string[];
  /** By price; null where nobody says. */
  readonly stocks: readonly (number | null)[];
  /** By price; undefined for one that has none. Absent: none is shown. */
  readonly pools?: readonly (string | undefined)[];
}

/** The offers as one client sees them, with its prices. An `Offer` is made when somebody reads it. */
export class PriceList implements Offers {
  /** Every vendor gave its list. */
  isComplete: boolean = true;
  readonly #currency: string;
  readonly #byService = new Map<string, Cell[]>();
  readonly #byCountry = new Map<string, Cell[]>();
  #length = 0;

  constructor(currency: string) {
    this.#currency = currency;
  }

  get length(): number {
    return this.#length;
  }

  /** Part by part: all cells at once would be a long turn. */
  add(cells: Iterable<Cell>): void {
    for (const cell of cells) {
      put(this.#byService, cell.service, cell);
      put(this.#byCountry, cell.country, cell);
      this.#length += cell.amounts.length;
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
    for (const cells of this.#rowsOf(service, country)) {
      for (const cell of cells) {
        if ((service ?? cell.service) !== cell.service) continue;
        for (let tier = 0; tier < cell.amounts.length; tier += 1) yield this.#offer(cell, tier);
      }
    }
  }

  #rowsOf(service: string | undefined, country: string | undefined): Iterable<readonly Cell[]> {
    if (country !== undefined) return [this.#byCountry.get(country) ?? []];
    if (service !== undefined) return [this.#byService.get(service) ?? []];
    return this.#byService.values();
  }

  #offer({ service, country, virtual, listedAt, amounts, stocks, pools }: Cell, tier: number): Offer {
    const pool = pools?.[tier];
    return {
      provider: 'numroute',
      service,
      country,
      ...(pool !== undefined && { pool }),
      price: { amount: amounts[tier] ?? '', currency: this.#currency },
      stock: stocks[tier] ?? null,
      ...(virtual && { virtual }),
      handle: '',
      ...(listedAt !== undefined && { listedAt }),
    };
  }
}

function put(rows: Map<string, Cell[]>, name: string, cell: Cell): void {
  const row = rows.get(name);
  if (row) row.push(cell);
  else rows.set(name, [cell]);
}
