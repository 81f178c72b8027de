import {
  compareMoney,
  type Money,
  money,
  type OrderReport,
  type Receipt,
  type ShopOrder,
} from '@numroute/core';
import { finding, type Manner, recalling, type Where } from './where.ts';

/** Sells at what the buyer said to pay at most. */
export const chargingTheMost =
  ({ vendor: { world }, showed }: Where): Manner =>
  (shop) => ({
    ...shop,
    purchase: (order) => {
      const { maxPrice } = order;
      if (!maxPrice) return shop.purchase(order);
      const dearer = cheaperThan(order, maxPrice, world);
      if (dearer.length === 0) return shop.purchase(order);
      return atPrice(
        dearer,
        () => maxPrice.amount,
        world,
        () => {
          showed('charges-the-most', maxPrice.amount);
          return shop.purchase(order);
        },
      );
    },
  });

/** Sells a fifth above its list. */
export const chargingMore =
  ({ vendor: { world }, showed }: Where): Manner =>
  (shop) => ({
    ...shop,
    purchase: (order) =>
      atPrice(
        world.offers.filter((offer) => isMeant(offer, order)),
        ({ price }) => partOf(price, 12 / 10),
        world,
        () => {
          showed('charges-more', order.service);
          return shop.purchase(order);
        },
      ),
  });

/** A part of a price, in no more decimal places than vendors write. */
export const partOf = (price: string, part: number): string =>
  String(Number((Number(price) * part).toFixed(4)));

type Offers = Where['vendor']['world']['offers'];

function isMeant(offer: Offers[number], { service, country, pool }: ShopOrder): boolean {
  return (
    offer.service === service &&
    (country === undefined || offer.country === country) &&
    (pool === undefined || offer.pool === pool)
  );
}

function cheaperThan(
  order: ShopOrder,
  maxPrice: Money,
  { offers, currency }: Where['vendor']['world'],
): Offers {
  return offers.filter(
    (offer) => isMeant(offer, order) && compareMoney(money(offer.price, currency), maxPrice) < 0,
  );
}

/** The world sells in one step: the list is as it was before anybody else looks. */
function atPrice<T>(
  offers: Offers,
  price: (offer: Offers[number]) => string,
  world: Where['vendor']['world'],
  sell: () => T,
): T {
  for (const offer of offers) world.setPrice(placeOf(offer), price(offer));
  try {
    return sell();
  } finally {
    for (const offer of offers) world.setPrice(placeOf(offer), offer.price);
  }
}

const placeOf = ({ service, country, pool }: Offers[number]) => ({
  service,
  country,
  ...(pool !== undefined && { pool }),
});

/** What a vendor says that it charged, which is less than it charged. */
export class Lies {
  readonly #told = new Map<string, Money>();
  readonly #where: Where;

  constructor(where: Where) {
    this.#where = where;
  }

  readonly manner: Manner = (shop) => ({
    ...shop,
    purchase: async (order) => {
      const receipt: Receipt = await shop.purchase(order);
      const { random, showed } = this.#where;
      if (receipt.price && random.chance(0.7)) {
        const { amount, currency } = receipt.price;
        const less = random.chance(0.5) ? '0' : partOf(amount, 1 / 2);
        this.#told.set(receipt.id, money(less, currency));
        showed('tells-too-little', `${receipt.id}: ${less} of ${amount}`);
      }
      return this.#tell(receipt);
    },
    fetchOrder: async (id) => this.#tell(await shop.fetchOrder(id)),
    cancelOrder: async (id) => this.#tell(await shop.cancelOrder(id)),
    listOpenOrders: async () => (await shop.listOpenOrders()).map((report) => this.#tell(report)),
    ...finding(shop, (report) => this.#tell(report)),
    ...recalling(shop, (reports) => reports.map((report) => this.#tell(report))),
  });

  /** What it said of this order, if that was less than the truth. */
  toldOf(id: string): Money | undefined {
    return this.#told.get(id);
  }

  #tell<R extends OrderReport>(report: R): R {
    const price = this.#told.get(report.id);
    return price ? { ...report, price } : report;
  }
}
