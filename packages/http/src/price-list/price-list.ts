import { formatDecimal, inSlices, type Offer, type Offers, type Query } from '@numroute/core';
import {
  type Block,
  blockOf,
  type Columns,
  columnsOf,
  indexes,
  putTier,
  rateIn,
  stockIn,
  type Tier,
} from './columns.ts';
import { byNumber, Names } from './names.ts';

/** The vendor's own codes of one offer. */
export interface ListedCodes {
  readonly service: string;
  readonly country: string;
  readonly pool?: string;
}

/** What makes an offer of the vendor's codes. Pure: it is asked whenever somebody looks at an offer. */
export interface PriceListWords {
  readonly provider: string;
  /** Of every price. */
  readonly currency: string;
  /** Our word for a vendor's service. */
  serviceOf(code: string): string;
  /** Our code for a vendor's country. */
  countryOf(code: string): { readonly country: string; readonly virtual?: true };
  /** Each price has a handle of its own; the amount is as the offer shows it. */
  handleOf(codes: ListedCodes, amount: string): string;
  /** Rows of anything else are left out. @default everything is asked for */
  readonly asked?: Query;
}

const SMALLEST_BLOCK = 64;
const LARGEST_BLOCK = 8192;
/** To look one up takes microseconds. */
const NAMES_A_STEP = 128;

/** Collects the rows of a price list in whatever order they come. */
export class PriceListBuilder {
  readonly services: Names = new Names();
  readonly countries: Names = new Names();
  readonly pools: Names = new Names();
  readonly #words: PriceListWords;
  readonly #isService: (number: number) => boolean;
  readonly #isCountry: (number: number) => boolean;
  readonly #blocks: Block[] = [];
  #block = blockOf(SMALLEST_BLOCK);
  #isRated = false;

  constructor(words: PriceListWords) {
    this.#words = words;
    const { asked: { service, country } = {} } = words;
    this.#isService = byNumber(
      this.services,
      (code) => service === undefined || words.serviceOf(code) === service,
    );
    this.#isCountry = byNumber(
      this.countries,
      (code) => country === undefined || words.countryOf(code).country === country,
    );
    this.#blocks.push(this.#block);
  }

  /** `service` and `country` are numbers of this builder's names. */
  add(service: number, country: number, tier: Tier): void {
    if (!this.#isService(service) || !this.#isCountry(country)) return;
    if (this.#block.length === this.#block.services.length) {
      this.#block = blockOf(Math.min(this.#block.length * 4, LARGEST_BLOCK));
      this.#blocks.push(this.#block);
    }
    const block = this.#block;
    const row = block.length;
    block.length = row + 1;
    block.services[row] = service;
    block.countries[row] = country;
    putTier(block, row, tier);
    this.#isRated ||= tier.successRate !== undefined;
  }

  /** By service, and there in the order they came. */
  build(): Promise<PriceList> {
    return inSlices(this.#sort());
  }

  *#sort(): Generator<void, PriceList> {
    const starts = this.#startsOf(this.services.list.length);
    const length = starts.at(-1) ?? 0;
    const countries = new Used(this.countries);
    const pools = new Used(this.pools);
    const columns = {
      ...columnsOf(length),
      countries: indexes(this.countries.list.length, length),
      ...(this.pools.list.length > 0 && { pools: indexes(this.pools.list.length + 1, length) }),
      ...(this.#isRated && { rates: new Uint16Array(length), hours: new Uint16Array(length) }),
    };
    const next = starts.slice();
    for (const block of this.#blocks) {
      for (let row = 0; row < block.length; row += 1) {
        const service = block.services[row] ?? 0;
        const to = next[service] ?? 0;
        next[service] = to + 1;
        columns.units[to] = block.units[row] ?? 0n;
        columns.scales[to] = block.scales[row] ?? 0;
        columns.stocks[to] = block.stocks[row] ?? 0;
        columns.countries[to] = countries.numberOf(block.countries[row] ?? 0);
        const pool = block.pools[row] ?? 0;
        if (columns.pools && pool > 0) columns.pools[to] = pools.numberOf(pool - 1) + 1;
        if (columns.rates) columns.rates[to] = block.rates[row] ?? 0;
        if (columns.hours) columns.hours[to] = block.hours[row] ?? 0;
      }
      yield;
    }
    const words = this.#words;
    const sold = new Map<string, Sold[]>();
    for (const [number, code] of this.services.list.entries()) {
      const [from = 0, to = 0] = starts.subarray(number, number + 2);
      if (from < to) {
        const service = words.serviceOf(code);
        const rows = { code, service, from, to };
        const others = sold.get(service);
        if (others) others.push(rows);
        else sold.set(service, [rows]);
      }
      if (number % NAMES_A_STEP === 0) yield;
    }
    const places: Contents['countries'][number][] = [];
    for (const [number, code] of countries.list.entries()) {
      places.push({ code, ...words.countryOf(code) });
      if (number % NAMES_A_STEP === 0) yield;
    }
    const numbers = new Map<string, Set<number>>();
    for (const [number, { country }] of places.entries()) {
      numbers.set(country, (numbers.get(country) ?? new Set()).add(number));
    }
    return new PriceList(words, { columns, services: sold, countries: places, numbers, pools: pools.list });
  }

  /** Where each service will begin, and behind the last one the number of rows. */
  #startsOf(services: number): Uint32Array {
    const starts = new Uint32Array(services + 1);
    for (const block of this.#blocks) {
      for (let row = 0; row < block.length; row += 1) count(starts, (block.services[row] ?? 0) + 1, 1);
    }
    for (let number = 1; number <= services; number += 1) count(starts, number, starts[number - 1] ?? 0);
    return starts;
  }
}

/** Numbers anew the names that are in use: those of rows that were left out are not kept. */
class Used {
  readonly list: string[] = [];
  readonly #names: readonly string[];
  /** One more than the new number, 0 for none yet. */
  readonly #numbers: Uint32Array;

  constructor({ list }: Names) {
    this.#names = list;
    this.#numbers = new Uint32Array(list.length);
  }

  numberOf(old: number): number {
    const known = this.#numbers[old] ?? 0;
    if (known > 0) return known - 1;
    const count = this.list.push(this.#names[old] ?? missing(old));
    this.#numbers[old] = count;
    return count - 1;
  }
}

/** The rows of one of the vendor's services, from the first to before the last. */
interface Sold {
  readonly code: string;
  readonly service: string;
  readonly from: number;
  readonly to: number;
}

interface Contents {
  readonly columns: Columns;
  /** By our word; a vendor may have several codes for one service. */
  readonly services: ReadonlyMap<string, readonly Sold[]>;
  readonly countries: readonly {
    readonly code: string;
    readonly country: string;
    readonly virtual?: true;
  }[];
  /** Which of them are one country by our word. */
  readonly numbers: ReadonlyMap<string, ReadonlySet<number>>;
  readonly pools: readonly string[];
}

const NOWHERE: ReadonlySet<number> = new Set();

/**
 * A price list in columns, some twenty bytes an offer: an `Offer` is made when somebody looks at it.
 * Prices are integers with a scale, so their text comes out as exact as it went in. Kept by service,
 * then in the vendor's order.
 */
export class PriceList implements Offers {
  readonly length: number;
  readonly #words: PriceListWords;
  readonly #contents: Contents;
  readonly #listedAt: number | undefined;

  constructor(words: PriceListWords, contents: Contents, listedAt?: number) {
    this.length = contents.columns.scales.length;
    this.#words = words;
    this.#contents = contents;
    this.#listedAt = listedAt;
  }

  get services(): Iterable<string> {
    return this.#contents.services.keys();
  }

  get countries(): Iterable<string> {
    return this.#contents.numbers.keys();
  }

  /** The same list, said at that time. */
  stamped(listedAt: number): PriceList {
    return this.#listedAt === undefined ? new PriceList(this.#words, this.#contents, listedAt) : this;
  }

  /** Each offer in turn, made as it is asked for. */
  [Symbol.iterator](): Generator<Offer, void> {
    return this.matching({});
  }

  *matching({ service, country }: Query): Generator<Offer, void> {
    const { services, numbers, columns } = this.#contents;
    const fits = country === undefined ? undefined : (numbers.get(country) ?? NOWHERE);
    if (fits?.size === 0) return;
    const [only = -1, ...more] = fits ?? [];
    const wanted = service === undefined ? [...services.values()].flat() : (services.get(service) ?? []);
    for (const sold of wanted) {
      const places = columns.countries.subarray(sold.from, sold.to);
      if (fits && more.length === 0) {
        for (let at = places.indexOf(only); at >= 0; at = places.indexOf(only, at + 1))
          yield this.#offer(sold.from + at, sold);
        continue;
      }
      for (const [at, place] of places.entries())
        if (!fits || fits.has(place)) yield this.#offer(sold.from + at, sold);
    }
  }

  #offer(row: number, { code, service }: Sold): Offer {
    const { columns, countries, pools } = this.#contents;
    const { provider, currency } = this.#words;
    const { code: country, ...place } = countries[columns.countries[row] ?? 0] ?? missing(row);
    const pool = columns.pools && pools[(columns.pools[row] ?? 0) - 1];
    const successRate = rateIn(columns, row);
    const amount = formatDecimal({ units: columns.units[row] ?? 0n, scale: columns.scales[row] ?? 0 });
    const codes = { country, service: code, ...(pool !== undefined && { pool }) };
    return {
      provider,
      service,
      ...place,
      ...(pool !== undefined && { pool }),
      price: { amount, currency },
      stock: stockIn(columns, row),
      ...(successRate && { successRate }),
      handle: this.#words.handleOf(codes, amount),
      ...(this.#listedAt !== undefined && { listedAt: this.#listedAt }),
    };
  }
}

function count(counts: Uint32Array, index: number, more: number): void {
  counts[index] = (counts[index] ?? 0) + more;
}

function missing(number: number): never {
  throw new Error(`the price list has no name ${number}`);
}
