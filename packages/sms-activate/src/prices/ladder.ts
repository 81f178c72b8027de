import {
  comparePrices,
  type JsonCursor,
  type ListedPrice,
  type PriceListBuilder,
  readPrice,
  readStock,
  type Tier,
} from '@numroute/http/price-list';
import { isPoolCode } from '../fields.ts';
import type { PriceSource } from './source.ts';

/**
 * A price as it was told. `zero` is nothing that is for sale; `strange` is no plain decimal; `absent` is
 * not told at all.
 */
type Told = ListedPrice | 'zero' | 'strange' | 'absent';

type MutableTier = { -readonly [name in keyof Required<Tier>]: Tier[name] };

/** What one service costs in one country, read from the leaf of a price list. */
export class Ladder {
  /** Whether the last leaf had the shape that was expected: a price, a zero, or nothing at all. */
  known = false;
  /** How many prices of the last leaf cannot be read. */
  unread = 0;
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
  /** The price and the count that a leaf tells beside its tiers, or in their place. */
  #price: Told = 'absent';
  #stock: number | null = null;

  constructor(cursor: JsonCursor, source: PriceSource, list: PriceListBuilder) {
    this.#cursor = cursor;
    this.#source = source;
    this.#list = list;
  }

  /** Reads the leaf that comes next. Its tiers are sorted by value, each with the stock at its price. */
  read(): void {
    this.known = false;
    this.unread = 0;
    this.country = undefined;
    this.service = undefined;
    this.length = 0;
    this.#price = 'absent';
    this.#stock = null;
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
    this.#take(this.#readPrice(), null);
  }

  #readMap(shape: Exclude<PriceSource['shape'], 'bare'>): void {
    const cursor = this.#cursor;
    // An empty map of PHP is a list (quirk 11).
    if (cursor.enterList()) {
      this.known ||= cursor.isEmpty();
      while (cursor.nextItem()) {
        if (shape !== 'provider-map' || !cursor.enterObject()) cursor.skip();
        else this.#readProvider('none');
      }
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
    else this.#readRow();
  }

  #readInside(name: string, shape: 'price-map' | 'provider-map'): void {
    const cursor = this.#cursor;
    let found = false;
    while (cursor.nextKey()) {
      if (cursor.is(name)) {
        found = true;
        this.#readMap(shape);
      } else if (!this.#readOwn()) cursor.skip();
    }
    if (!found) this.#takeOwn();
  }

  #readRow(): void {
    const cursor = this.#cursor;
    while (cursor.nextKey()) {
      if (this.#readOwn()) continue;
      if (cursor.is('freePriceMap')) this.#readMap('price-map');
      else if (cursor.is('country')) this.country = this.#readName('countries');
      else if (cursor.is('id')) this.service = this.#readName('services');
      else cursor.skip();
    }
    // The ladder tells the same stock once more, and better.
    if (this.length === 0) this.#takeOwn();
  }

  /** Reads the member whose key was read, if it is the leaf's own price or count. */
  #readOwn(): boolean {
    const cursor = this.#cursor;
    if (cursor.is(this.#source.shape === 'cost' ? 'cost' : 'price')) this.#price = this.#readPrice();
    else if (cursor.is('count') || cursor.is('quantity')) this.#stock = this.#readStock();
    else return false;
    return true;
  }

  /** The leaf's own price as its only tier, of no pool. */
  #takeOwn(): void {
    this.#take(this.#price, this.#stock);
  }

  #readTiers(): void {
    const cursor = this.#cursor;
    while (cursor.nextKey()) {
      const price = this.#priceHere();
      this.#take(price, this.#readStock());
    }
  }

  #readProviders(): void {
    const cursor = this.#cursor;
    let found = false;
    while (cursor.nextKey()) {
      if (this.#readOwn()) continue;
      found = true;
      const pool = this.#poolHere();
      if (cursor.enterObject()) this.#readProvider(pool);
      else cursor.skip();
    }
    if (!found) this.#takeOwn();
  }

  /** A provider of a map is named by its key, one of a list by its `provider_id`. */
  #readProvider(key: number | undefined | 'none'): void {
    const cursor = this.#cursor;
    const first = this.length;
    let pool = key === 'none' ? undefined : key;
    let price: Told = 'absent';
    let stock: number | null = null;
    while (cursor.nextKey()) {
      if (cursor.is('count')) stock = this.#readStock();
      else if (key === 'none' && cursor.is('provider_id')) pool = this.#readPool();
      else if (!cursor.is('price')) cursor.skip();
      else if (!cursor.enterList()) price = this.#readPrice();
      else {
        if (cursor.isEmpty()) price = 'zero';
        while (cursor.nextItem()) this.#take(this.#readPrice(), null);
      }
    }
    this.#take(price, stock);
    // The count is the provider's: with several prices nobody knows how many cost which.
    if (this.length === first + 1) this.tier(first).stock = stock;
    for (let number = first; number < this.length; number += 1) this.tier(number).pool = pool;
    // Without its name it cannot be asked for.
    if (pool === undefined) this.length = first;
  }

  #readPool(): number | undefined {
    if (this.#cursor.readScalar()) return this.#poolHere();
    this.#cursor.skip();
    return undefined;
  }

  #poolHere(): number | undefined {
    const pool = this.#list.pools.read(this.#cursor);
    this.#usable[pool] ??= isPoolCode(this.#cursor.text);
    return this.#usable[pool] ? pool : undefined;
  }

  #readPrice(): Told {
    if (this.#cursor.readScalar()) return this.#priceHere();
    this.#cursor.skip();
    return 'strange';
  }

  #priceHere(): Told {
    const price = readPrice(this.#cursor);
    return price ?? (/^0+(?:\.0+)?$/.test(this.#cursor.text) ? 'zero' : 'strange');
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

  #take(price: Told, stock: number | null): void {
    if (price === 'absent') return;
    if (price === 'strange') {
      // What is sold out needs no price.
      if (stock === 0) this.known = true;
      else this.unread += 1;
      return;
    }
    this.known = true;
    if (price === 'zero') return;
    const { units, scale } = price;
    const spare = this.#tiers[this.length];
    if (spare) {
      spare.units = units;
      spare.scale = scale;
      spare.stock = stock;
      spare.pool = undefined;
    } else this.#tiers.push({ units, scale, stock, pool: undefined, successRate: undefined });
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
