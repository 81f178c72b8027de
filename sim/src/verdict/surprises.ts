import { compareMoney, type Money } from '@numroute/core';
import type { JournalEntry } from '@numroute/router';
import type { Sale } from '../counter.ts';
import { strangeCharges } from '../judge.ts';
import type { Vendor } from '../vendor.ts';
import type { Ending } from './index.ts';

/** The longest that the engine waits for a refund; no vendor says how long one takes. */
const REFUND_LAG_MS = 60_000;

/**
 * What no engine could have known at this vendor. Each surprise explains one wrong verdict and no
 * more: an engine that errs twice for one echo has erred by itself.
 */
export class Surprises {
  /** Bought by a proxy that sent our request twice: an order that nobody asked for looks like one that was. */
  readonly echoes: readonly Sale[];
  /** Its refunds come when promised. */
  readonly keepsItsWord: boolean;
  readonly #adoptedEchoes: Sale[];
  readonly #strayCharges: Money[];
  readonly #strange: Sale[];
  readonly #isStrange: boolean;

  constructor({ id, refundLagMs, world }: Vendor, { judge, entries }: Ending) {
    const own = judge.sales.filter(({ vendor }) => vendor === id);
    const known = new Set(entries.flatMap(({ order }) => (order?.provider === id ? order.id : [])));
    this.echoes = own.filter(({ echo }) => echo);
    this.keepsItsWord = refundLagMs <= REFUND_LAG_MS;
    this.#strange = [...strangeCharges(judge, id)];
    this.#isStrange = this.#strange.length > 0;
    this.#adoptedEchoes = this.echoes.filter((sale) => known.has(sale.id));
    const refunded = new Set(world.ledger.flatMap((line) => (line.kind === 'refund' ? line.order : [])));
    this.#strayCharges = [
      // Charges that no attempt made, and promises that were not kept in time.
      ...this.echoes.filter((sale) => !known.has(sale.id)).map(({ price }) => price),
      ...world.orders
        .filter(({ status, id: order }) => {
          const isPromised = status === 'cancelled' || status === 'expired';
          return isPromised && (!this.keepsItsWord || !refunded.has(order));
        })
        .map(({ price }) => price),
    ];
  }

  /** An echo was taken for this sale, of which therefore nobody knows. */
  explainsUnknown({ id }: Sale, { world }: Vendor): boolean {
    const order = world.orders.find((one) => one.id === id);
    const at = this.#adoptedEchoes.findIndex((echo) => {
      const taken = world.orders.find((one) => one.id === echo.id);
      return taken?.service === order?.service && taken?.country === order?.country;
    });
    return at >= 0 && this.#adoptedEchoes.splice(at, 1).length > 0;
  }

  /** The balance shows a charge that was none of this attempt's. */
  explainsLoss({ charged }: JournalEntry): boolean {
    const at = this.#strayCharges.findIndex((charge) => !charged || compareMoney(charge, charged) === 0);
    if (at >= 0) return this.#strayCharges.splice(at, 1).length > 0;
    // Several that came late, or a charge of twice the price, made up its sum.
    return (
      (!this.keepsItsWord && this.#strayCharges.pop() !== undefined) || this.#strange.pop() !== undefined
    );
  }

  /** Sums, and what is read from them, may be wrong, and nobody could tell. */
  get spoilSums(): boolean {
    return !this.keepsItsWord || this.echoes.length > 0 || this.#isStrange;
  }
}
