import { JsonCursor, type PriceListBuilder } from '@numroute/http/price-list';
import { isCountryCode, isServiceCode } from '../fields.ts';
import { Ladder } from './ladder.ts';
import type { PriceSource } from './source.ts';

/** What was asked for, in the site's codes. */
export interface PriceQuery {
  readonly service?: string;
  readonly country?: string;
  /** How many of each service are left there, for a price list that does not say. */
  readonly stocks?: ReadonlyMap<string, number>;
}

/** What a body turned out to be. */
export interface PriceFinding {
  /**
   * Whether it has the expected shape, or is empty. Where more prices cannot be read than can, it is of
   * another format, and the readable ones may not be what they look like.
   */
  readonly known: boolean;
  /** The plain members around the prices: where a site puts its words. */
  readonly said: Readonly<Record<string, string>>;
}

type Axis = 'countries' | 'services';
/** What a code is to the query; `none` is no code at all. */
type Use = 'asked' | 'other' | 'none';

/** Puts the prices of a body into a list, pausing all along. */
export class PriceReader {
  readonly #cursor: JsonCursor;
  readonly #source: PriceSource;
  readonly #asked: PriceQuery;
  readonly #list: PriceListBuilder;
  readonly #ladder: Ladder;
  readonly #said: Record<string, string> = Object.create(null);
  /** By number, because the same codes are in every row. */
  readonly #use: Readonly<Record<Axis, Use[]>> = { countries: [], services: [] };
  #known = false;
  /** Prices that can be read, and that cannot. */
  #read = 0;
  #unread = 0;

  constructor(
    body: string | Iterable<string>,
    source: PriceSource,
    asked: PriceQuery,
    list: PriceListBuilder,
  ) {
    this.#cursor = new JsonCursor(body);
    this.#source = source;
    this.#asked = asked;
    this.#list = list;
    this.#ladder = new Ladder(this.#cursor, source, list);
  }

  /**
   * What was not asked for, or has no usable code, is left out.
   *
   * @throws {SyntaxError} The body is broken or cut off: what was added until then is no price list.
   */
  *read(): Generator<void, PriceFinding> {
    const { service, country } = this.#asked;
    switch (this.#source.nesting ?? 'country-service') {
      case 'country-service':
        yield* this.#readMaps('countries');
        break;
      case 'service-country':
        yield* this.#readMaps('services');
        break;
      case 'top-countries':
        if (service === undefined) yield* this.#readRowsByService();
        else yield* this.#readRows({ service: this.#list.services.numberOf(service) });
        break;
      case 'service-rows':
        if (country !== undefined) yield* this.#readRows({ country: this.#list.countries.numberOf(country) });
        break;
    }
    this.#cursor.end();
    return { known: this.#known && this.#unread <= this.#read, said: this.#said };
  }

  /** A map in a map: countries of services or services of countries. */
  *#readMaps(outer: Axis): Generator<void, void> {
    const cursor = this.#cursor;
    if (!this.#enterMap()) return;
    while (cursor.nextKey()) {
      const number = this.#readKey(outer);
      if (this.#readSaid(outer, number) || !this.#enterMap()) continue;
      while (cursor.nextKey()) {
        if (outer === 'countries') this.#readCell(number, this.#readKey('services'));
        else this.#readCell(this.#readKey('countries'), number);
        if (this.#isTime()) yield;
      }
    }
  }

  *#readRowsByService(): Generator<void, void> {
    if (!this.#enterMap()) return;
    while (this.#cursor.nextKey()) {
      const service = this.#readKey('services');
      if (!this.#readSaid('services', service)) yield* this.#readRows({ service });
    }
  }

  /** Rows that name what else they are of, in a list or in a map by index (quirk 13). */
  *#readRows({ country, service }: { country?: number; service?: number }): Generator<void, void> {
    const cursor = this.#cursor;
    if (cursor.enterList()) {
      let empty = true;
      while (cursor.nextItem()) {
        empty = false;
        this.#readCell(country, service);
        if (this.#isTime()) yield;
      }
      this.#known ||= empty;
    } else if (this.#enterMap()) {
      while (cursor.nextKey()) {
        const name = cursor.text;
        if (cursor.readScalar()) this.#said[name] = cursor.text;
        else this.#readCell(country, service);
        if (this.#isTime()) yield;
      }
    }
  }

  #readCell(country: number | undefined, service: number | undefined): void {
    const ladder = this.#ladder;
    ladder.read();
    const place = country ?? ladder.country;
    const sold = service ?? ladder.service;
    if (place === undefined || sold === undefined) return;
    const { countries, services } = this.#use;
    countries[place] ??= this.#useOf('countries', place);
    services[sold] ??= this.#useOf('services', sold);
    if (countries[place] === 'none' || services[sold] === 'none') return;
    this.#known ||= ladder.known;
    this.#read += ladder.length;
    this.#unread += ladder.unread;
    if (countries[place] === 'other' || services[sold] === 'other') return;
    const stock = this.#asked.stocks?.get(this.#nameOf('services', sold));
    for (let number = 0; number < ladder.length; number += 1) {
      const tier = ladder.tier(number);
      if (stock !== undefined) tier.stock ??= stock;
      this.#list.add(sold, place, tier);
    }
  }

  #useOf(axis: Axis, number: number): Use {
    const code = this.#nameOf(axis, number);
    if (!(axis === 'countries' ? isCountryCode(code) : isServiceCode(code))) return 'none';
    const asked = axis === 'countries' ? this.#asked.country : this.#asked.service;
    return asked === undefined || asked === code ? 'asked' : 'other';
  }

  /** Enters a map that holds something; an empty one, which PHP writes as a list (quirk 11), says enough. */
  #enterMap(): boolean {
    const cursor = this.#cursor;
    if (cursor.enterObject()) {
      if (!cursor.isEmpty()) return true;
      cursor.nextKey();
      this.#known = true;
    } else if (cursor.enterList()) {
      if (cursor.isEmpty()) this.#known = true;
      while (cursor.nextItem()) cursor.skip();
    } else cursor.readScalar();
    return false;
  }

  /** A plain value where a map should be is something that the site says. */
  #readSaid(axis: Axis, number: number): boolean {
    if (!this.#cursor.readScalar()) return false;
    this.#said[this.#nameOf(axis, number)] = this.#cursor.text;
    return true;
  }

  #readKey(axis: Axis): number {
    return this.#list[axis].read(this.#cursor);
  }

  #nameOf(axis: Axis, number: number): string {
    return this.#list[axis].list[number] ?? '';
  }

  #isTime(): boolean {
    return this.#cursor.mustPause();
  }
}
