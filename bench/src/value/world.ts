import { money, type Offer } from '@numroute/core';
import { hazardsOf } from '../../../packages/router/src/value/curve.ts';
import { type Cell, cellsOf, type Vendor, vendorsOf } from './cells.ts';
import { luck, normal } from './luck.ts';
import { DAYS, HOUR, type Regime } from './markets.ts';
import type { Want } from './wants.ts';

const QUARTER = HOUR / 4;

/** What becomes of one purchase. */
export interface Fate {
  readonly found: boolean;
  readonly codeAfterMs: number | undefined;
  readonly keeps: boolean;
}

const logistic = (odds: number): number => 1 / (1 + Math.exp(-odds));

/** A market in virtual time, all of it named by a seed. */
export class World {
  readonly regime: Regime;
  readonly vendors: readonly Vendor[];
  readonly cells: readonly Cell[];
  readonly #seed: number;
  readonly #byService: ReadonlyMap<number, readonly Cell[]>;
  readonly #walks = new Map<number, Float64Array>();
  /** Of the quarter of an hour that was asked for last. */
  readonly #listed = { quarter: -1, offers: new Map<number, readonly Offer[]>() };
  readonly #hazards = new Map<Cell, { readonly share: number; readonly hazards: readonly number[] }>();

  constructor(regime: Regime, seed: number) {
    this.regime = regime;
    this.#seed = seed;
    this.vendors = vendorsOf(regime, seed);
    this.cells = cellsOf(regime, seed);
    this.#byService = Map.groupBy(this.cells, ({ offer }) => Number(offer.service.slice(1)));
  }

  /** What is listed now. Prices move, and one offer in ten is out of stock, each quarter of an hour. */
  offersAt(service: number, country: number | undefined, now: number): readonly Offer[] {
    const quarter = Math.floor(now / QUARTER);
    if (this.#listed.quarter !== quarter) {
      this.#listed.quarter = quarter;
      this.#listed.offers.clear();
    }
    const offers = this.#listed.offers.get(service) ?? this.#listedIn(service, quarter);
    this.#listed.offers.set(service, offers);
    return country === undefined ? offers : offers.filter((one) => one.country === `c${country}`);
  }

  #listedIn(service: number, quarter: number): readonly Offer[] {
    return (this.#byService.get(service) ?? [])
      .filter(({ id }) => luck(this.#seed, 16, id, quarter) >= 0.1)
      .map(({ id, offer, price }) => {
        const moved = price * Math.exp(0.08 * normal(this.#seed, 17, id, quarter));
        return { ...offer, price: money(moved.toFixed(4), 'USD') };
      });
  }

  cellOf({ handle }: Offer): Cell {
    const cell = this.cells[Number(handle)];
    if (!cell) throw new Error(`no cell ${handle}`);
    return cell;
  }

  vendorOf(offer: Offer): Vendor {
    const vendor = this.vendors[this.cellOf(offer).vendor];
    if (!vendor) throw new Error(`no vendor of ${offer.handle}`);
    return vendor;
  }

  /** The share of orders that get a code, now. */
  shareAt(cell: Cell, now: number): number {
    if (this.regime.bursts && this.#isOut(cell, now)) return 1e-6;
    return this.regime.drift ? logistic(this.#walked(cell, now)) : logistic(cell.logOdds);
  }

  hazardsAt(cell: Cell, now: number): readonly number[] {
    const share = this.shareAt(cell, now);
    const known = this.#hazards.get(cell);
    if (known?.share === share) return known.hazards;
    const hazards = hazardsOf((age) => share * cell.arrived(age));
    this.#hazards.set(cell, { share, hazards });
    return hazards;
  }

  #isOut({ id, offer }: Cell, now: number): boolean {
    const cell = luck(this.#seed, 18, id, Math.floor(now / (3 * HOUR))) < 0.04;
    return cell || luck(this.#seed, 19, Number(offer.service.slice(1)), Math.floor(now / HOUR)) < 0.01;
  }

  /** By the hour. */
  #walked({ id, logOdds }: Cell, now: number): number {
    let walk = this.#walks.get(id);
    if (!walk) {
      const hours = (DAYS + 1) * 24;
      walk = new Float64Array(hours);
      let odds = logOdds;
      for (let hour = 0; hour < hours; hour += 1) {
        odds += ((this.regime.drift ?? 0) / Math.sqrt(24)) * normal(this.#seed, 20, id, hour);
        walk[hour] = Math.min(Math.max(odds, -3), 3);
        odds = walk[hour] ?? odds;
      }
      this.#walks.set(id, walk);
    }
    return walk[Math.min(Math.floor(now / HOUR), walk.length - 1)] ?? logOdds;
  }

  /** @param nth Of this want at this cell. */
  fateOf(want: Want, cell: Cell, nth: number, now: number): Fate {
    const of = (what: number): number => luck(this.#seed, what, want.id, cell.id, nth);
    const vendor = this.vendors[cell.vendor];
    const hasCode = !want.isDead && of(21) < this.shareAt(cell, now);
    return {
      found: of(22) >= (vendor?.phantom ?? 0),
      codeAfterMs: hasCode ? cell.ageAt(of(23)) : undefined,
      keeps: of(24) < (vendor?.keeps ?? 0),
    };
  }
}
