import type { OrderReport, Receipt } from '@numroute/core';
import { phoneOf } from '../phone.ts';
import { finding, type Manner, recalling, type Where } from './where.ts';

/** Of an order whose number is not told at first. */
export const tellingNoPhone = ({ clock, random, isHealed, showed }: Where): Manner => {
  const toldFrom = new Map<string, number>();
  const tell = <R extends OrderReport>(report: R): R => {
    if (clock.monotonic() >= (toldFrom.get(report.id) ?? 0)) return report;
    const { phone: _untold, ...rest } = report;
    return rest as R;
  };
  return (shop) => ({
    ...shop,
    purchase: async (order) => {
      const receipt: Receipt = await shop.purchase(order);
      if (isHealed() || random.chance(0.4)) return receipt;
      const waitMs = random.pick([3_000, 20_000, 90_000, Number.POSITIVE_INFINITY]);
      toldFrom.set(receipt.id, clock.monotonic() + waitMs);
      showed('no-phone', `${receipt.id} for ${waitMs / 1_000} s`);
      return tell(receipt);
    },
    fetchOrder: async (id) => tell(await shop.fetchOrder(id)),
    cancelOrder: async (id) => tell(await shop.cancelOrder(id)),
    listOpenOrders: async () => (await shop.listOpenOrders()).map(tell),
    ...finding(shop, tell),
    ...recalling(shop, (reports) => reports.map(tell)),
  });
};

/** Brazil, which no offer of the worlds names. */
const ELSEWHERE = '5511';

/** Sells a number of another country than the offer's. */
export const sellingElsewhere = ({ vendor, random, showed }: Where): Manner => {
  const phones = new Map<string, string>();
  const tell = <R extends OrderReport>(report: R): R => {
    const phone = phones.get(report.id);
    return phone === undefined ? report : { ...report, phone };
  };
  return (shop) => ({
    ...shop,
    purchase: async (order) => {
      const receipt: Receipt = await shop.purchase(order);
      if (random.chance(0.5)) return receipt;
      phones.set(receipt.id, phoneOf(vendor.id, ELSEWHERE, phones.size));
      showed('other-country', receipt.id);
      return tell(receipt);
    },
    fetchOrder: async (id) => tell(await shop.fetchOrder(id)),
    cancelOrder: async (id) => tell(await shop.cancelOrder(id)),
    listOpenOrders: async () => (await shop.listOpenOrders()).map(tell),
    ...finding(shop, tell),
    ...recalling(shop, (reports) => reports.map(tell)),
  });
};

/** Outside, an order goes by a name that an earlier order had; inside, each has its own. */
export class Names {
  readonly #nameOf = new Map<string, string>();
  readonly #idOf = new Map<string, string>();

  /** From now on the name means this order. */
  give(id: string, name: string): void {
    this.#nameOf.set(id, name);
    this.#idOf.set(name, id);
  }

  nameOf(id: string): string {
    return this.#nameOf.get(id) ?? id;
  }

  idOf(name: string): string {
    return this.#idOf.get(name) ?? name;
  }

  readonly manner: Manner = (shop) => {
    const idOf = (name: string): string => this.idOf(name);
    const named = <R extends OrderReport>(report: R): R => ({ ...report, id: this.nameOf(report.id) });
    return {
      ...shop,
      purchase: async (order) => named<Receipt>(await shop.purchase(order)),
      fetchOrder: async (name) => named(await shop.fetchOrder(idOf(name))),
      cancelOrder: async (name) => named(await shop.cancelOrder(idOf(name))),
      finishOrder: async (name) => named(await shop.finishOrder(idOf(name))),
      requestAnotherSms: async (name) => named(await shop.requestAnotherSms(idOf(name))),
      listOpenOrders: async () => (await shop.listOpenOrders()).map(named),
      ...finding(shop, named),
      ...recalling(shop, (reports) => reports.map(named)),
    };
  };
}
