import { compareMoney, type ErrorCode, money } from '@numroute/core';
import { Absent, type Case } from '../stage/case.ts';
import { check, refused, same, show } from '../stage/checks.ts';
import {
  above,
  buy,
  goodOf,
  matchOf,
  offerFor,
  purchase,
  truthOf,
  twice,
  whileTimePasses,
} from '../stage/moves.ts';
import { checkReport } from '../stage/reports.ts';
import type { Stage } from '../stage/stage.ts';

export const purchaseCases: readonly Case[] = [
  {
    id: 'purchase/one-request',
    clause: 'C10',
    title: 'a purchase is one request, and one order at the vendor',
    async run(stage) {
      const offer = await offerFor(stage, goodOf(stage));
      same(await stage.count(() => purchase(stage, offer)), 1, 'requests of a purchase');
      same(stage.world.orders.length, 1, 'orders at the vendor');
    },
  },
  {
    id: 'purchase/what-was-offered',
    clause: 'C17',
    title: 'what is bought is what was offered, each offer its own',
    async run(stage) {
      for (const n of [0, 1]) {
        const good = goodOf(stage, n);
        const { receipt } = await buy(stage, n);
        const { service, country, price } = truthOf(stage, receipt.id);
        same([service, country], [good.service, good.country], 'what was bought');
        same(price.amount, good.price, 'what was charged');
      }
    },
  },
  {
    id: 'purchase/at-the-same-time',
    clause: 'C17',
    title: 'two purchases at the same time are two orders, each of its own offer',
    async run(stage) {
      const goods = [goodOf(stage, 0), goodOf(stage, 1)];
      const offers = await Promise.all(goods.map((good) => offerFor(stage, good)));
      const receipts = await Promise.all(offers.map((offer) => purchase(stage, offer)));
      for (const [n, { id, phone }] of receipts.entries()) {
        const truth = truthOf(stage, id);
        same(phone, truth.phone, 'phone');
        same([truth.service, truth.country], [goods[n]?.service, goods[n]?.country], 'what was bought');
      }
      same(stage.world.orders.length, 2, 'orders at the vendor');
    },
  },
  {
    id: 'purchase/receipt',
    clause: 'C17',
    title: 'the receipt tells id and phone in E.164, and no price but the one charged',
    async run(stage) {
      const { receipt } = await buy(stage);
      const { phone } = truthOf(stage, receipt.id);
      check(
        /^\+\d{5,20}$/.test(receipt.phone ?? ''),
        `phone: expected E.164 with its plus, got ${receipt.phone}`,
      );
      same(receipt.phone, phone, 'phone');
      same(receipt.status, 'open', 'status');
      same(receipt.messages, [], 'messages');
      checkReport(stage, receipt, receipt.id);
    },
  },
  {
    id: 'purchase/receipt-of-a-dearer-one',
    clause: 'C17',
    title: 'where the price rose within the limit, the receipt does not claim the old one',
    async run(stage) {
      const good = goodOf(stage);
      const offer = await offerFor(stage, good);
      const raised = money(twice(offer.price).amount, stage.world.currency);
      stage.world.setPrice(matchOf(good), raised.amount);
      const receipt = await purchase(stage, offer, raised);
      same(truthOf(stage, receipt.id).price, raised, 'what was charged');
      if (receipt.price) same(receipt.price, raised, 'price of the receipt');
    },
  },
  {
    id: 'purchase/no-phone',
    clause: 'C17',
    title: 'a sale whose reply tells no phone is an order by its id, and no phone is made up',
    shop: ({ shop }) => ({
      ...shop,
      purchase: async (order) => {
        const { phone: _phone, ...receipt } = await shop.purchase(order);
        return receipt;
      },
    }),
    async run(stage) {
      const offer = await offerFor(stage, goodOf(stage));
      const bought = await whileTimePasses(stage, purchase(stage, offer));
      const [order, ...more] = stage.world.orders;
      check(
        order !== undefined && more.length === 0,
        'a sale without a phone: expected one order at the vendor',
      );
      if (stage.hasWire && !(stage.wire.replies.at(-1)?.body ?? '').includes(order.id))
        throw new Absent('this dialect cannot tell of an order without its phone');
      const got = 'error' in bought ? show(bought.error) : '';
      check('receipt' in bought, `a sale without a phone: expected a receipt, got ${got}`);
      same(bought.receipt.id, order.id, 'id of the receipt');
      checkReport(stage, bought.receipt, order.id);
      same(bought.receipt.status, 'open', 'status');
      // What it says of the phone must be true; it need not say it.
      checkReport(stage, await stage.provider.fetchOrder(order.id, stage.call), order.id);
    },
  },
  {
    id: 'purchase/surplus',
    clause: 'C18',
    title: 'a request that made two orders: both are in the receipt',
    // As a proxy does that sends a request again.
    shop: (world) => {
      const { shop } = world;
      return {
        ...shop,
        purchase: async (order) => {
          const first = await shop.purchase(order);
          return { ...first, surplus: [await shop.purchase(order)] };
        },
      };
    },
    async run(stage) {
      const { receipt } = await buy(stage);
      const made = stage.world.orders.map(({ id }) => id);
      same(made.length, 2, 'orders at the vendor');
      if (stage.hasWire) {
        const reply = stage.wire.replies.at(-1)?.body ?? '';
        if (!made.every((id) => reply.includes(id)))
          throw new Absent('this dialect cannot tell of two orders');
      }
      const told = [receipt.id, ...(receipt.surplus ?? []).map(({ id }) => id)];
      same([...told].sort(), [...made].sort(), 'orders in the receipt');
    },
  },
  ...[
    ['of another provider', { provider: 'somebody-else' }],
    ['with a handle that is none of ours', { handle: '%%%' }],
  ].map(
    ([what, changes], n): Case => ({
      id: `purchase/foreign-offer-${n + 1}`,
      clause: 'C19',
      title: `an offer ${what} is INVALID_INPUT, and nothing is sent`,
      async run(stage) {
        const offer = { ...(await offerFor(stage, goodOf(stage))), ...(changes as object) };
        const sent = await stage.count(() =>
          refused(purchase(stage, offer), `an offer ${what}`, 'INVALID_INPUT'),
        );
        same(sent, 0, 'requests');
      },
    }),
  ),
  refusal('sold-out', 'sold out since the list was read', 'OUT_OF_STOCK', async (stage) => {
    const good = goodOf(stage);
    const offer = await offerFor(stage, good);
    stage.world.setStock(matchOf(good), 0);
    return () => purchase(stage, offer);
  }),
  {
    ...refusal('no-funds', 'the balance is too low', 'INSUFFICIENT_FUNDS', async (stage) => {
      const offer = await offerFor(stage, goodOf(stage));
      return () => purchase(stage, offer);
    }),
    world: { funds: '0' },
  },
  {
    ...refusal('wrong-key', 'the key is wrong', 'UNAUTHORIZED', async (stage) => {
      const offer = await offerFor(stage, goodOf(stage));
      const stranger = await stage.another({ apiKey: 'not-the-key-of-anybody' });
      return () => purchase(stage, offer, offer.price, stranger);
    }),
    wire: true,
  },
  {
    id: 'purchase/above-the-limit',
    clause: 'C16',
    title: 'with a price guard nothing is bought above maxPrice; without one a refusal is a refusal',
    async run(stage) {
      const { priceGuard } = stage.provider.manifest.traits;
      const good = goodOf(stage);
      const offer = await offerFor(stage, good);
      stage.world.setPrice(matchOf(good), twice(offer.price).amount);
      const attempt = purchase(stage, offer);
      const sold = await attempt.then(
        () => true,
        () => false,
      );
      // Without the trait the vendor may do either: nobody relies on it.
      if (sold && !priceGuard) return;
      await refused(
        attempt,
        priceGuard ? 'a price above maxPrice, which traits.priceGuard says is guarded' : 'a refusal',
        'PRICE_ABOVE_LIMIT',
        'OUT_OF_STOCK',
      );
      same(stage.world.orders, [], 'orders sold');
    },
  },
  {
    id: 'manifest/price-guard',
    clause: 'C16',
    title: 'where traits.priceGuard is false, the vendor does not refuse for the price alone',
    async run(stage) {
      if (stage.provider.manifest.traits.priceGuard) throw new Absent('traits.priceGuard is true');
      const good = goodOf(stage);
      const offer = await offerFor(stage, good);
      const raised = twice(offer.price);
      stage.world.setPrice(matchOf(good), raised.amount);
      const buys = (maxPrice: typeof raised): Promise<boolean> =>
        purchase(stage, offer, maxPrice).then(
          () => true,
          () => false,
        );
      const [below, enough] = [await buys(offer.price), await buys(raised)];
      check(
        below || !enough,
        'the vendor sells nothing above maxPrice and sells at it, so traits.priceGuard is true',
      );
    },
  },
  {
    id: 'purchase/at-the-limit',
    clause: 'C16',
    title: 'a maxPrice of exactly the price buys, and one below it by its last digit does not',
    async run(stage) {
      const good = goodOf(stage);
      const offer = await offerFor(stage, good);
      const { receipt } = await buy(stage);
      same(compareMoney(truthOf(stage, receipt.id).price, offer.price), 0, 'what was charged');
      if (!stage.provider.manifest.traits.priceGuard) return;
      const dearer = above(offer.price, stage).amount;
      stage.world.setPrice(matchOf(good), dearer);
      await refused(
        purchase(stage, offer),
        `${dearer} with a maxPrice of ${offer.price.amount}`,
        'PRICE_ABOVE_LIMIT',
        'OUT_OF_STOCK',
      );
      same(stage.world.orders.length, 1, 'orders sold');
    },
  },
];

function refusal(
  id: string,
  what: string,
  code: ErrorCode,
  prepare: (stage: Stage) => Promise<() => Promise<unknown>>,
): Case {
  return {
    id: `purchase/${id}`,
    clause: 'C15',
    title: `${what}: ${code}, and nothing was charged`,
    async run(stage) {
      const attempt = await prepare(stage);
      const error = await refused(attempt(), what, code);
      same(error.moneyMayHaveMoved, false, 'moneyMayHaveMoved');
      same(stage.world.orders, [], 'orders sold');
    },
  };
}
