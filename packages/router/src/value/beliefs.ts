import type { Offer } from '@numroute/core';
import type { Belief, Grounds } from '../quoting/outlook.ts';
import { believed, type Cell, Node, pathOf } from './chain.ts';
import { BINS, binOf, edge, stretchTo, usualHazards } from './curve.ts';
import { Shares } from './shares.ts';

/** What one order showed. */
export interface Observation extends Cell {
  /**
   * When its code was asked for, else when it was bought. Milliseconds since 1970; of the past, because a
   * time ahead would make all that is earlier look old.
   */
  readonly openedAt: number;
  /** The age at which its first code came. Absent: none came. Milliseconds. */
  readonly codeAfterMs?: number;
  /** Until the code, or until the last look without one; the whole life for a number that the service refused. */
  readonly atRiskMs: number;
  /** Less than 1 where the site may be to blame. */
  readonly weight: number;
  /** What became of the money of an order without a code, where that is known. */
  readonly money?: 'returned' | 'missing' | 'kept';
}

/** An order that waits for its code. */
export interface WaitingOrder extends Cell {
  readonly atRiskMs: number;
}

const DAY = 24 * 3_600_000;
/** So many orders the vendor's own word is worth: vendors that sell dead numbers say 92 %. */
const TOLD_ORDERS = 3;

/**
 * What was learnt from orders, in memory. Everything adds up: read again in another order, the same
 * observations give the same beliefs, up to rounding. Its arithmetic is in floating point, because
 * beliefs order and exclude offers and never charge anything.
 */
export class Beliefs {
  readonly #all = new Node();
  /** Of the orders without a code, whose money stayed away, by vendor. */
  readonly #kept = new Shares(14 * DAY);
  /** Of the purchases, those that found nothing, by vendor and service. */
  readonly #phantoms = new Shares(7 * DAY);

  observe(seen: Observation): void {
    const { openedAt, codeAfterMs, atRiskMs, weight, money, provider } = seen;
    const codeIn = codeAfterMs === undefined ? BINS : binOf(codeAfterMs / 1_000);
    const seconds = secondsOf(codeAfterMs ?? atRiskMs);
    for (const node of this.#nodesOf(seen)) {
      node.add(openedAt, weight, seconds, codeIn < BINS ? codeIn : undefined);
    }
    if (money) this.settled(provider, money, openedAt);
  }

  /** What became of the money of an order without a code. @param at Milliseconds since 1970. */
  settled(provider: string, money: 'returned' | 'missing' | 'kept', at: number): void {
    this.#kept.count(provider, money !== 'returned', at);
  }

  /** A purchase of what was listed. @param found Whether there was anything. */
  phantom(provider: string, service: string, found: boolean, at: number): void {
    this.#phantoms.count(stockOf(provider, service), !found, at);
  }

  /**
   * What is believed at one moment. A view: it may be asked about any number of offers, and is of no use
   * after the next observation.
   *
   * @param now Milliseconds since 1970.
   * @param waiting Orders that wait for their code now: the time that they have waited in vain counts.
   */
  at(now: number, waiting: Iterable<WaitingOrder> = []): (offer: Offer) => Belief {
    const risks = new Map<Node, Float64Array>();
    for (const order of waiting) {
      const seconds = secondsOf(order.atRiskMs);
      for (const node of this.#nodesOf(order)) {
        const known = risks.get(node);
        risks.set(node, known ? known.map((sum, bin) => sum + (seconds[bin] ?? 0)) : seconds);
      }
    }
    const known = new Map<Node, Float64Array>();
    const widest = (wider: Float64Array, node: Node): Float64Array => {
      let hazards = known.get(node);
      if (!hazards) {
        ({ hazards } = believed(wider, node, now, risks.get(node)));
        known.set(node, hazards);
      }
      return hazards;
    };
    const everybody = widest(usualHazards, this.#all);
    return (offer) => {
      const { provider, service, successRate } = offer;
      const [vendor = '', sold = '', country = '', pool = ''] = pathOf(offer);
      const names = [vendor, sold, country];
      let node: Node | undefined = this.#all;
      let wider = everybody;
      let orders = 0;
      for (let level = 0; node && level < names.length; level += 1) {
        node = node.find(names[level] ?? '');
        if (node) wider = widest(wider, node);
        if (node && level === 1) orders = node.orders(now);
      }
      const cell = node?.find(pool);
      const told = successRate && { orders: TOLD_ORDERS, scale: stretchTo(successRate.value) };
      const from: Grounds = orders >= TOLD_ORDERS ? 'measured' : told ? 'vendor' : 'usual';
      return {
        ...believed(wider, cell, now, cell && risks.get(cell), told),
        evidence: cell?.orders(now) ?? 0,
        from,
        keeps: this.#kept.of(provider, now),
        phantom: this.#phantoms.of(stockOf(provider, service), now),
      };
    };
  }

  #nodesOf(cell: Cell): readonly Node[] {
    const nodes = [this.#all];
    for (const name of pathOf(cell)) nodes.push((nodes.at(-1) ?? this.#all).make(name));
    return nodes;
  }
}

const stockOf = (provider: string, service: string): string => `${provider} ${service}`;

/** How a time is spread over the bins of ages, in seconds. */
function secondsOf(ms: number): Float64Array {
  const age = Math.max(0, ms) / 1_000;
  return Float64Array.from({ length: BINS }, (_, bin) =>
    Math.max(0, Math.min(age, edge(bin + 1)) - edge(bin)),
  );
}
