import type { Offer } from '@numroute/core';
import type { Belief } from '../quoting/outlook.ts';
import { believed, type Cell, Node, pathOf, poolOf } from './chain.ts';
import { BINS, binOf, edge, stretchTo, usualHazards } from './curve.ts';

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

/** As `Belief`, of many offers together: nothing is listed of them. */
export interface WideBelief extends Omit<Belief, 'codes' | 'phantom'> {
  readonly phantom?: number;
}

/** So many orders the vendor's own word is worth: vendors that sell dead numbers say 92 %. */
const TOLD_ORDERS = 3;

/** What is believed of a node at the moment of a view. */
interface Known {
  readonly hazards: readonly number[];
  readonly orders: number;
  readonly kept: number;
  readonly phantoms: number;
}

/**
 * What was learnt from orders, in memory. Everything adds up: read again in another order, the same
 * observations give the same beliefs, up to rounding. Its arithmetic is in floating point, because
 * beliefs order and exclude offers and never charge anything.
 */
export class Beliefs {
  readonly #all = new Node();

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
    this.#all.make(provider).kept.count(money !== 'returned', at);
  }

  /** A purchase of what was listed. @param found Whether there was anything. */
  phantom(provider: string, service: string, found: boolean, at: number): void {
    this.#all.make(provider).make(service).phantoms.count(!found, at);
  }

  /**
   * What is believed at one moment. A view: it may be asked about any number of offers, and is of no use
   * after the next observation.
   *
   * @param now Milliseconds since 1970.
   * @param waiting Orders that wait for their code now: the time that they have waited in vain counts.
   */
  at(now: number, waiting: Iterable<WaitingOrder> = []): (offer: Offer) => Belief {
    const { widest, everybody, risks } = this.#view(now, waiting);
    return (offer) => {
      const { provider, service, country, successRate } = offer;
      const vendor = this.#all.find(provider);
      const sold = vendor?.find(service);
      const there = sold?.find(country);
      const cell = there?.find(poolOf(offer));
      const atVendor = vendor && widest(everybody.hazards, vendor);
      const ofService = atVendor && sold && widest(atVendor.hazards, sold);
      const inCountry = ofService && there && widest(ofService.hazards, there);
      const { hazards: wider } = inCountry ?? ofService ?? atVendor ?? everybody;
      const told = successRate && { orders: TOLD_ORDERS, scale: stretchTo(successRate.value) };
      const { hazards, codes } = believed(wider, cell, now, cell && risks.get(cell), told);
      return {
        hazards,
        codes,
        evidence: cell?.orders(now) ?? 0,
        from: isMeasured(ofService) ? 'measured' : told ? 'vendor' : 'usual',
        // What nothing was seen of is as likely as anywhere: nothing is ever counted for everybody.
        keeps: (atVendor ?? everybody).kept,
        phantom: (ofService ?? everybody).phantoms,
      };
    };
  }

  /** As `at`, of all that a vendor sells, or of one service, whatever the country. */
  ofVendor(
    provider: string,
    now: number,
    waiting: Iterable<WaitingOrder> = [],
  ): (service?: string) => WideBelief {
    const { widest, everybody } = this.#view(now, waiting);
    const vendor = this.#all.find(provider);
    const atVendor = vendor && widest(everybody.hazards, vendor);
    return (service) => {
      const sold = service === undefined ? undefined : vendor?.find(service);
      const ofService = atVendor && sold && widest(atVendor.hazards, sold);
      const own = service === undefined ? atVendor : ofService;
      return {
        hazards: (ofService ?? atVendor ?? everybody).hazards,
        evidence: own?.orders ?? 0,
        from: isMeasured(own) ? 'measured' : 'usual',
        keeps: (atVendor ?? everybody).kept,
        ...(service !== undefined && { phantom: (ofService ?? everybody).phantoms }),
      };
    };
  }

  #view(now: number, waiting: Iterable<WaitingOrder>) {
    const risks = new Map<Node, number[]>();
    for (const order of waiting) {
      const seconds = secondsOf(order.atRiskMs);
      for (const node of this.#nodesOf(order)) {
        const sums = risks.get(node);
        if (!sums) risks.set(node, [...seconds]);
        else for (const [bin, amount] of seconds.entries()) sums[bin] = (sums[bin] ?? 0) + amount;
      }
    }
    const known = new Map<Node, Known>();
    const widest = (wider: readonly number[], node: Node): Known => {
      let found = known.get(node);
      if (!found) {
        const { hazards } = believed(wider, node, now, risks.get(node));
        found = {
          hazards,
          orders: node.orders(now),
          kept: node.kept.at(now),
          phantoms: node.phantoms.at(now),
        };
        known.set(node, found);
      }
      return found;
    };
    return { widest, everybody: widest(usualHazards, this.#all), risks };
  }

  #nodesOf(cell: Cell): readonly Node[] {
    const nodes = [this.#all];
    for (const name of pathOf(cell)) nodes.push((nodes.at(-1) ?? this.#all).make(name));
    return nodes;
  }
}

const isMeasured = (known: Known | undefined): boolean => known !== undefined && known.orders >= TOLD_ORDERS;

/** How a time is spread over the bins of ages, in seconds. */
function secondsOf(ms: number): readonly number[] {
  const age = Math.max(0, ms) / 1_000;
  return Array.from({ length: BINS }, (_, bin) => Math.max(0, Math.min(age, edge(bin + 1)) - edge(bin)));
}
