import { BINS, usualHazards, usualSeconds } from './curve.ts';
import { Share } from './share.ts';
import { Tally } from './tally.ts';

/** What orders have in common that do alike. An offer is one, too. */
export interface Cell {
  readonly provider: string;
  readonly service: string;
  readonly country: string;
  readonly pool?: string;
  readonly virtual?: boolean;
}

const DAY = 24 * 3_600_000;
/** Of everybody, a vendor, its service, that in a country, there from a pool: what is narrower changes sooner. */
const HALF_LIVES: readonly number[] = [30 * DAY, 14 * DAY, 7 * DAY, 3 * DAY, 2 * DAY];
/** What is wider counts as so many orders of what is narrower. */
export const PRIOR_ORDERS = 15;
/** Where a tally has its counts: codes by bin, then seconds at risk by bin, then orders. */
const ORDERS = 2 * BINS;

/** What was seen of some orders, with what was seen of some among them. */
export class Node {
  readonly tally: Tally;
  /** Of the orders without a code, whose money stayed away. */
  readonly kept: Share = new Share(14 * DAY);
  /** Of the purchases, those that found nothing. */
  readonly phantoms: Share = new Share(7 * DAY);
  readonly #level: number;
  readonly #narrower = new Map<string, Node>();

  constructor(level = 0) {
    this.#level = level;
    this.tally = new Tally(2 * BINS + 1, HALF_LIVES[level] ?? DAY);
  }

  find(name: string): Node | undefined {
    return this.#narrower.get(name);
  }

  make(name: string): Node {
    let node = this.#narrower.get(name);
    if (!node) {
      node = new Node(this.#level + 1);
      this.#narrower.set(name, node);
    }
    return node;
  }

  orders(at: number): number {
    return (this.tally.counts[ORDERS] ?? 0) * this.tally.leftAt(at);
  }

  /** @param codeIn The bin of its code; undefined without one. @param seconds At risk, by bin. */
  add(at: number, weight: number, seconds: readonly number[], codeIn: number | undefined): void {
    const part = this.tally.weightOf(at) * weight;
    const { counts } = this.tally;
    const count = (index: number, amount: number): void => {
      counts[index] = (counts[index] ?? 0) + amount * part;
    };
    if (codeIn !== undefined) count(codeIn, 1);
    for (let bin = 0; bin < BINS; bin += 1) count(BINS + bin, seconds[bin] ?? 0);
    count(ORDERS, 1);
  }
}

export const poolOf = ({ pool = '', virtual }: Cell): string => (virtual ? `virtual ${pool}` : pool);

/** The names of what a cell is in, from the vendor to the pool. */
export const pathOf = (cell: Cell): readonly string[] => [
  cell.provider,
  cell.service,
  cell.country,
  poolOf(cell),
];

/** Tells cells apart: a key for whoever counts by cell. */
export const cellOf = (cell: Cell): string =>
  `${cell.provider}\n${cell.service}\n${cell.country}\n${poolOf(cell)}`;

/** What is assumed beside what was seen: as of so many usual orders with other hazards. */
export interface Assumed {
  readonly orders: number;
  readonly scale: number;
}

/**
 * The hazards in the mean. Those of what is wider count as orders that waited as usual, so more codes
 * anywhere never lower a hazard, and more seconds never raise one.
 *
 * @param waiting Seconds at risk of orders that wait now.
 * @param told Of usual hazards, by how much they are scaled.
 */
export function believed(
  wider: readonly number[],
  node: Node | undefined,
  at: number,
  waiting?: readonly number[],
  told?: Assumed,
): { readonly hazards: readonly number[]; readonly codes: number } {
  const hazards: number[] = [];
  const left = node?.tally.leftAt(at) ?? 0;
  const counts = node?.tally.counts;
  const toldOrders = told?.orders ?? 0;
  let all = 0;
  for (let bin = 0; bin < BINS; bin += 1) {
    const usual = usualSeconds[bin] ?? 0;
    const assumed =
      usual * (PRIOR_ORDERS * (wider[bin] ?? 0) + toldOrders * (told?.scale ?? 0) * (usualHazards[bin] ?? 0));
    const codes = assumed + left * (counts?.[bin] ?? 0);
    const seconds =
      usual * (PRIOR_ORDERS + toldOrders) + left * (counts?.[BINS + bin] ?? 0) + (waiting?.[bin] ?? 0);
    hazards.push(codes / seconds);
    all += codes;
  }
  return { hazards, codes: all };
}
