import { compareMoney, type Money } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { World } from '@numroute/testkit';
import type { Sale } from '../counter.ts';
import { strangeCharges } from '../strange-charges.ts';
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
  readonly #echoes: Sale[];
  readonly #adoptedEchoes: Sale[];
  /** One echo is one order too many, and one charge too many. */
  readonly #echoedOrders: Sale[];
  readonly #strayCharges: Money[];
  readonly #strange: Sale[];
  readonly #keepsItsWord: boolean;
  /** The price of a purchase whose order is not known is known within bounds alone. */
  readonly #hasDoubt: boolean;

  constructor({ id, refundLagMs, world }: Vendor, { judge, entries }: Ending) {
    const isOfTwin = ({ vendor }: Sale): boolean =>
      vendor !== id && judge.vendors.find((one) => one.id === vendor)?.world === world;
    const own = judge.sales.filter(({ vendor }) => vendor === id);
    const known = new Set(
      entries.flatMap(({ order }) => (order?.provider === id ? (judge.saleOf(order) ?? []) : [])),
    );
    this.#hasDoubt = entries.some(
      ({ offer, order, state }) =>
        offer.provider === id && !order && (state === 'lost' || state === 'disputed' || state === 'unknown'),
    );
    this.#echoes = own.filter(({ echo }) => echo);
    this.#echoedOrders = [...this.#echoes];
    this.#keepsItsWord = refundLagMs <= REFUND_LAG_MS;
    this.#strange = [...strangeCharges(judge, id)];
    this.#adoptedEchoes = this.#echoes.filter((sale) => known.has(sale));
    const refunded = new Set(world.ledger.flatMap((line) => (line.kind === 'refund' ? line.order : [])));
    const isPromised = (sale: Sale): boolean => {
      const status = judge.statusOf(sale);
      return status === 'cancelled' || status === 'expired';
    };
    this.#strayCharges = [
      // Charges that no attempt made, and promises that were not kept in time.
      ...this.#echoes.filter((sale) => !known.has(sale)).map(({ price }) => price),
      ...own
        .filter((sale) => isPromised(sale) && (!this.#keepsItsWord || !refunded.has(sale.id)))
        .map(({ price }) => price),
      // What was bought at the same account under another name.
      ...judge.sales.filter((sale) => isOfTwin(sale)).map(({ price }) => price),
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

  /** The attempt took another order for its own, because a proxy had bought one that looked the same. */
  explainsSwap({ offer }: JournalEntry, { orders }: World): boolean {
    const at = this.#echoedOrders.findIndex(({ id }) => {
      const echo = orders.find((one) => one.id === id);
      return echo?.service === offer.service && echo.country === offer.country;
    });
    return at >= 0 && this.#echoedOrders.splice(at, 1).length > 0;
  }

  /** The balance shows a charge that was none of this attempt's. */
  explainsLoss({ charged }: JournalEntry): boolean {
    const at = this.#strayCharges.findIndex((charge) => !charged || compareMoney(charge, charged) === 0);
    if (at >= 0) return this.#strayCharges.splice(at, 1).length > 0;
    // Several that came late, or a charge of twice the price, made up its sum.
    return (
      (!this.#keepsItsWord && this.#strayCharges.pop() !== undefined) || this.#strange.pop() !== undefined
    );
  }

  /** Why the balance seemed to show this of a refund. */
  explainsBooking(_kind: 'returned' | 'missing', { price }: Sale): string | undefined {
    const echo = this.#echoes.findIndex((sale) => compareMoney(sale.price, price) === 0);
    if (echo >= 0 && this.#echoes.splice(echo, 1).length > 0) return 'where a proxy bought one like it';
    if (this.#strange.pop()) return 'where another was charged twice its price';
    if (this.#hasDoubt && this.#echoes.pop())
      return 'where a proxy bought, and the price of a purchase in doubt made up its sum';
    return undefined;
  }

  /** Why the balance seemed to show this price. */
  explainsPrice(_price: Money, _sale: Sale): boolean {
    return this.#strange.pop() !== undefined;
  }
}
