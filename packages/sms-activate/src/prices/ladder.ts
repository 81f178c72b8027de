import {
  comparePrices,
  type JsonCursor,
  type ListedPrice,
  type PriceListBuilder,
  readPrice,
  readStock,
  type Tier,
} from '@numroute/http';
import { isPoolCode } from '../fields.ts';
import type { PriceSource } from './source.ts';

type MutableTier = { -readonly [name in keyof Required<Tier>]: Tier[name] };

/** What one service costs in one country, read from the leaf of a price list. */
export class Ladder {
  /** Whether the last leaf had the shape that was expected, with a price or without. */
  known = false;
  /** Of a row that names them itself, by the builder's numbers. */
  country: number | undefined;
  service: number | undefined;
  /** How many tiers the last leaf has. */
  length = 0;
  /** Used again for each leaf: there are hundreds of thousands. */
  readonly #tiers: MutableTier[] = [];
  readonly #cursor: JsonCursor;
  readonly #source: PriceSource;
  readonly #list: PriceListBuilder;
  /** By a pool's number, because the same few pools are in every cell. */
  readonly #usable: boolean[] = [];

  constructor(cursor: JsonCursor, source: PriceSource, list: PriceListBuilder) {
    this.#cursor = cursor;
    this.#source = source;
    this.#list = list;
  }

  /** Reads the leaf that comes next. Its tiers are sorted by value, each with the stock at its price. */
  read(): void {
    this.known = false;
    this.country = undefined;
    this.service = undefined;
    this.length = 0;
    if (this.#source.shape === 'bare') this.#readBare();
    else this.#readMap(this.#source.shape);
    if (this.length > 1) this.#sort();
    if (this.#source.tiers === 'cumulative') this.#takeApart();
  }

  /** Until the next leaf is read. */
  tier(number: number): MutableTier {
    const tier = this.#tiers[number];
    if (!tier) throw new RangeError(`no tier ${number}`);
    return tier;
  }

  #readBare(): void {
    const cursor = this.#cursor;
    if (!cursor.readScalar()) {
      cursor.skip();
      return;
    }
    const price = this.#price();
    this.known = price !== undefined || /^0+(?:\.0+)?$/.test(cursor.text);
    this.#push(price, null);
  }

  #readMap(shape: Exclude<PriceSource['shape'], 'bare'>): void {
    const cursor = this.#cursor;
    // An empty map of PHP is a list (quirk 11).
    if (cursor.enterList()) {
      this.known ||= cursor.isEmpty();
      while (cursor.nextItem()) cursor.skip();
      return;
    }
    if (!cursor.enterObject()) {
      cursor.skip();
      return;
    }
    this.known ||= cursor.isEmpty();
    if (shape === 'price-map') this.#readTiers();
    else if (shape === 'provider-map') this.#readProviders();
    else if (shape === 'prices') this.#readInside('prices', 'price-map');
    else if (shape === 'providers') this.#readInside('providers', 'provider-map');
    else this.#readRow(shape === 'cost' ? 'cost' : 'price');
  }

  #readInside(name: string, shape: 'price-map' | 'provider-map'): void {
    const cursor = this.#cursor;
    while (cursor.nextKey()) {
      if (cursor.is(name)) this.#readMap(shape);
      else cursor.skip();
    }
  }

  #readRow(priceName: 'cost' | 'price'): void {
    const cursor = this.#cursor;
    let price: ListedPrice | undefined;
    let stock: number | null = null;
    while (cursor.nextKey()) {
      if (cursor.is(priceName)) {
        this.known = true;
        price = this.#readPrice();
      } else if (cursor.is('count') || cursor.is('quantity')) stock = this.#readStock();
      else if (cursor.is('freePriceMap')) this.#readMap('price-map');
      else if (cursor.is('country')) this.country = this.#readName('countries');
      else if (cursor.is('id')) this.service = this.#readName('services');
      else cursor.skip();
    }
    // The ladder tells the same stock once more, and better.
    if (this.length === 0) this.#push(price, stock);
  }

  #readTiers(): void {
    const cursor = this.#cursor;
    while (cursor.nextKey()) {
      const price = this.#price();
      this.known ||= price !== undefined;
      this.#push(price, this.#readStock());
    }
  }

  #readProviders(): void {
    const cursor = this.#cursor;
    while (cursor.nextKey()) {
      const pool = this.#list.pools.read(cursor);
      this.#usable[pool] ??= isPoolCode(cursor.text);
      if (cursor.enterObject()) this.#readProvider(this.#usable[pool] ? pool : undefined);
      else cursor.skip();
    }
  }

  #readProvider(pool: number | undefined): void {
    const cursor = this.#cursor;
    const first = this.length;
    let stock: number | null = null;
    while (cursor.nextKey()) {
      if (cursor.is('count')) stock = this.#readStock();
      else if (!cursor.is('price')) cursor.skip();
      else {
        this.known = true;
        if (cursor.enterList()) while (cursor.nextItem()) this.#push(this.#readPrice(), null, pool);
        else this.#push(this.#readPrice(), null, pool);
      }
    }
    if (pool === undefined) this.length = first;
    // The count is the provider's: with several prices nobody knows how many cost which.
    if (this.length === first + 1) this.tier(first).stock = stock;
  }

  #readPrice(): ListedPrice | undefined {
    if (this.#cursor.readScalar()) return this.#price();
    this.#cursor.skip();
    return undefined;
  }

  #price(): ListedPrice | undefined {
    return readPrice(this.#cursor);
  }

  #readStock(): number | null {
    const cursor = this.#cursor;
    if (cursor.readScalar()) return readStock(cursor);
    cursor.skip();
    return null;
  }

  #readName(names: 'countries' | 'services'): number | undefined {
    const cursor = this.#cursor;
    if (cursor.readScalar()) return this.#list[names].read(cursor);
    cursor.skip();
    return undefined;
  }

  #push(price: ListedPrice | undefined, stock: number | null, pool?: number): void {
    if (!price) return;
    const { units, scale } = price;
    const spare = this.#tiers[this.length];
    if (spare) {
      spare.units = units;
      spare.scale = scale;
      spare.stock = stock;
      spare.pool = pool;
    } else this.#tiers.push({ units, scale, stock, pool });
    this.length += 1;
  }

  /** By insertion where it is short: `sort` would make more garbage than everything else together. */
  #sort(): void {
    const tiers = this.#tiers;
    if (this.length > 16) {
      tiers.length = this.length;
      tiers.sort(comparePrices);
      return;
    }
    for (let end = 1; end < this.length; end += 1) {
      const tier = this.tier(end);
      let at = end;
      for (; at > 0 && comparePrices(this.tier(at - 1), tier) > 0; at -= 1) tiers[at] = this.tier(at - 1);
      tiers[at] = tier;
    }
  }

  /** Counts of "up to this price" become counts at it. */
  #takeApart(): void {
    let below = 0;
    for (let number = 0; number < this.length; number += 1) {
      const tier = this.tier(number);
      if (tier.stock === null) continue;
      const upTo = tier.stock;
      tier.stock = Math.max(0, upTo - below);
      below = Math.max(below, upTo);
    }
  }
}
