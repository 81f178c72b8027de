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

interface MutableTier extends ListedPrice {
  stock: number | null;
  readonly pool: number | undefined;
}

/** What one service costs in one country, read from the leaf of a price list. */
export class Ladder {
  /** Whether the last leaf had the shape that was expected, with a price or without. */
  known = false;
  /** Of a row that names them itself, by the builder's numbers. */
  country: number | undefined;
  service: number | undefined;
  #tiers: MutableTier[] = [];
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
  read(): readonly Tier[] {
    this.known = false;
    this.country = undefined;
    this.service = undefined;
    this.#tiers = [];
    if (this.#source.shape === 'bare') this.#readBare();
    else this.#readMap(this.#source.shape);
    sortByPrice(this.#tiers);
    return this.#source.tiers === 'cumulative' ? apart(this.#tiers) : this.#tiers;
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
    if (this.#tiers.length === 0) this.#push(price, stock);
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
    const first = this.#tiers.length;
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
    if (pool === undefined) this.#tiers.length = first;
    // The count is the provider's: with several prices nobody knows how many cost which.
    const only = this.#tiers.length === first + 1 ? this.#tiers[first] : undefined;
    if (only) only.stock = stock;
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
    const tier = { units, scale, stock, pool };
    // Most ladders have one: an array that starts empty makes room for many.
    if (this.#tiers.length === 0) this.#tiers = [tier];
    else this.#tiers.push(tier);
  }
}

/** Short ladders by insertion: `sort` would make more garbage than everything else together. */
function sortByPrice(tiers: MutableTier[]): void {
  if (tiers.length > 16) {
    tiers.sort(comparePrices);
    return;
  }
  for (let end = 1; end < tiers.length; end += 1) {
    const tier = tiers[end];
    let at = end;
    for (; tier && at > 0; at -= 1) {
      const before = tiers[at - 1];
      if (!before || comparePrices(before, tier) <= 0) break;
      tiers[at] = before;
    }
    if (tier) tiers[at] = tier;
  }
}

/** Counts of "up to this price" become counts at it. */
function apart(tiers: readonly Tier[]): readonly Tier[] {
  let below = 0;
  return tiers.map((tier) => {
    if (tier.stock === null) return tier;
    const stock = Math.max(0, tier.stock - below);
    below = Math.max(below, tier.stock);
    return { ...tier, stock };
  });
}
