import { NumrouteError, type Shop } from '@numroute/core';
import { finding, type Manner, recalling, type Where } from './where.ts';

interface Spell {
  readonly from: number;
  readonly until: number;
}

/** For a while the vendor knows nothing of an order, neither by its id nor in a list. */
export class Denials {
  readonly #spells = new Map<string, Spell>();
  readonly #where: Where;

  constructor(where: Where) {
    this.#where = where;
  }

  readonly manner: Manner = (shop): Shop => {
    const known = (id: string): void => {
      if (this.#denies(id)) throw new NumrouteError('UNKNOWN_ORDER', 'No such order.', { id });
    };
    return {
      ...shop,
      purchase: async (order) => {
        const receipt = await shop.purchase(order);
        const { clock, random } = this.#where;
        const from = clock.monotonic() + random.between(1_000, random.pick([30_000, 180_000]));
        this.#spells.set(receipt.id, { from, until: from + random.between(20_000, 300_000) });
        return receipt;
      },
      fetchOrder: async (id) => {
        known(id);
        return shop.fetchOrder(id);
      },
      cancelOrder: async (id) => {
        known(id);
        return shop.cancelOrder(id);
      },
      finishOrder: async (id) => {
        known(id);
        return shop.finishOrder(id);
      },
      requestAnotherSms: async (id) => {
        known(id);
        return shop.requestAnotherSms(id);
      },
      listOpenOrders: async () => (await shop.listOpenOrders()).filter(({ id }) => !this.#denies(id)),
      ...finding(shop, (report) => {
        known(report.id);
        return report;
      }),
      ...recalling(shop, (reports) => reports.filter(({ id }) => !this.#denies(id))),
    };
  };

  /** Whether the vendor denied the order at any moment from then to then. */
  denied(id: string, from: number, until: number): boolean {
    const spell = this.#spells.get(id);
    return spell !== undefined && spell.from < until && spell.until > from;
  }

  /** When the vendor knows the order again, by the monotonic clock; at once where it never denied it. */
  until(id: string): number {
    return this.#spells.get(id)?.until ?? 0;
  }

  #denies(id: string): boolean {
    const { clock, isHealed, showed } = this.#where;
    const now = clock.monotonic();
    if (isHealed() || !this.denied(id, now, now)) return false;
    showed('denies', id);
    return true;
  }
}
