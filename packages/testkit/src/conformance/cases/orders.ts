import {
  advance,
  askAnother,
  codeOf,
  grantAnother,
  NumrouteError,
  type Order,
  type OrderReport,
} from '@numroute/core';
import type { Case } from '../stage/case.ts';
import { check, same } from '../stage/checks.ts';
import { type Bought, buy, buyDelivered, checkReport, isRefunded, truthOf } from '../stage/moves.ts';
import type { Stage } from '../stage/stage.ts';

const LIFETIME_MS = 60_000;
/** Vendors tell the time of an SMS to the second. */
const BETWEEN_MS = 5_000;

export const orderCases: readonly Case[] = [
  {
    id: 'order/open',
    clause: 'C20',
    title: 'before a message comes the order is open, as often as one asks',
    async run(stage) {
      const { receipt } = await buy(stage);
      for (let n = 0; n < 3; n += 1) {
        const report = await fetch(stage, receipt.id);
        same([report.status, report.messages], ['open', []], 'the report');
        checkReport(stage, report, receipt.id);
      }
    },
  },
  {
    id: 'order/built-anew',
    clause: 'C20',
    title: 'a provider built anew, which remembers nothing, reports the same',
    async run(stage) {
      const { receipt } = await buyDelivered(stage);
      const report = await (await stage.another()).fetchOrder(receipt.id, stage.call);
      same(report.status, 'delivered', 'status');
      checkReport(stage, report, receipt.id);
    },
  },
  ...[
    ['leading-zero', 'Your code: 012345', '012345'],
    ['zeros', 'Your code: 0000', '0000'],
    ['long', 'Your code: 90071993', '90071993'],
  ].map(
    ([name, text = '', code]): Case => ({
      id: `order/code-${name}`,
      clause: 'C20',
      title: `the code ${code} arrives digit for digit`,
      async run(stage) {
        const { receipt } = await buyDelivered(stage, text);
        const report = await fetch(stage, receipt.id);
        same(report.status, 'delivered', 'status');
        same(
          report.messages.map((message) => codeOf(message)),
          [code],
          'codes of the report',
        );
        checkReport(stage, report, receipt.id);
      },
    }),
  ),
  {
    id: 'order/verbatim',
    clause: 'C20',
    title: 'a text with colons, quotes and other scripts arrives as it was, or not at all',
    async run(stage) {
      const text = 'کد شما: "204815" <b>:</b> do not share: it\\n';
      const { receipt } = await buyDelivered(stage, text);
      const report = await fetch(stage, receipt.id);
      same(report.status, 'delivered', 'status');
      same(
        report.messages.map((message) => codeOf(message)),
        ['204815'],
        'codes of the report',
      );
      checkReport(stage, report, receipt.id);
    },
  },
  {
    id: 'order/told-once',
    clause: 'C21',
    title: 'asked again and again, one message stays one message',
    async run(stage) {
      const { offer, receipt } = await buyDelivered(stage);
      const order = orderOf(stage, { offer, receipt });
      const seen = await follow(stage, order, 4);
      same(seen.messages.length, 1, 'messages of the order after four reports');
    },
  },
  {
    id: 'order/old-code',
    clause: 'C21',
    title: 'after another SMS was asked for, the old code is no news, and the new one is',
    needs: ['requestAnotherSms'],
    async run(stage) {
      const bought = await buyDelivered(stage, 'Your code: 111111');
      const { id } = bought.receipt;
      let order = await followToWait(stage, bought);
      same(order.messages.map(codeOf), ['111111'], 'codes while the second SMS is awaited');
      stage.world.receiveSms(id, 'Your code: 022222');
      order = await follow(stage, order, 2);
      same(order.messages.map(codeOf), ['111111', '022222'], 'codes after the second SMS');
      same(order.status, 'delivered', 'status');
    },
  },
  {
    id: 'order/same-code-again',
    clause: 'C21',
    title: 'after another SMS was asked for, one that reads like the old one is news, once',
    needs: ['requestAnotherSms'],
    async run(stage) {
      const bought = await buyDelivered(stage, 'Your code: 111111');
      let order = await followToWait(stage, bought);
      await stage.passTime(BETWEEN_MS);
      stage.world.receiveSms(bought.receipt.id, 'Your code: 111111');
      order = await follow(stage, order, 3);
      same(order.messages.map(codeOf), ['111111', '111111'], 'codes after the second SMS');
    },
  },
  {
    id: 'order/finished-is-not-refunded',
    clause: 'C22',
    title: 'an order whose code came and that is over: never cancelled or expired, which promise a refund',
    async run(stage) {
      const { receipt } = await buyDelivered(stage);
      await stage.world.shop.finishOrder(receipt.id);
      const stranger = await stage.another();
      for (const provider of [stage.provider, stranger]) {
        const report = await reportOrForgotten(stage, receipt.id, provider);
        if (report) checkReport(stage, report, receipt.id);
      }
      check(!isRefunded(stage, receipt.id), 'the world refunded a finished order');
    },
  },
  {
    id: 'order/delivered-then-finished-elsewhere',
    clause: 'C22',
    title: 'a code that was seen stays: a later word of the vendor turns it into no refund',
    async run(stage) {
      const bought = await buyDelivered(stage);
      const { id } = bought.receipt;
      const before = await follow(stage, orderOf(stage, bought), 1);
      await stage.world.shop.finishOrder(id);
      const report = await reportOrForgotten(stage, id, stage.provider);
      const after = report ? advance(before, report) : before;
      same(after.messages.map(codeOf), ['012345'], 'codes of the order');
      check(after.refund !== 'promised', 'the order counts as refunded');
    },
  },
  {
    id: 'order/cancelled-elsewhere',
    clause: 'C23',
    title: 'an order that was cancelled at the vendor is not reported as open',
    async run(stage) {
      const { receipt } = await buy(stage);
      await stage.world.shop.cancelOrder(receipt.id);
      const report = await reportOrForgotten(stage, receipt.id, stage.provider);
      if (report) checkReport(stage, report, receipt.id);
    },
  },
  {
    id: 'order/expired',
    clause: 'C23',
    title: 'an order whose time is up is not reported as open',
    world: { lifetimeMs: LIFETIME_MS },
    async run(stage) {
      const { receipt } = await buy(stage);
      await stage.passTime(LIFETIME_MS + 1);
      // Whoever buys through a router gives an order up before its time is up.
      const { status } = truthOf(stage, receipt.id);
      check(
        status === 'expired' || status === 'cancelled',
        `the order is ${status} at the vendor after its time`,
      );
      const report = await reportOrForgotten(stage, receipt.id, stage.provider);
      if (report) checkReport(stage, report, receipt.id);
    },
  },
];

const fetch = ({ provider, call }: Stage, id: string): Promise<OrderReport> => provider.fetchOrder(id, call);

/** Undefined where the vendor knows the order no more, which is an honest answer, too. */
async function reportOrForgotten(
  stage: Stage,
  id: string,
  provider: Stage['provider'],
): Promise<OrderReport | undefined> {
  try {
    return await provider.fetchOrder(id, stage.call);
  } catch (error) {
    if (NumrouteError.is(error, 'UNKNOWN_ORDER')) return undefined;
    throw error;
  }
}

/** The order as a router would keep it. */
function orderOf({ provider }: Stage, { offer, receipt }: Bought): Order {
  const { service, country, price } = offer;
  const { id, phone = '', status, messages } = receipt;
  return {
    provider: provider.manifest.id,
    id,
    phone,
    service,
    country,
    quoted: price,
    paid: price,
    paidSource: 'offer',
    status,
    messages,
    boughtAt: 0,
    refund: 'none',
  };
}

/** Until another SMS was asked for, and the vendor was asked twice what there is. */
async function followToWait(stage: Stage, bought: Bought): Promise<Order> {
  const { id } = bought.receipt;
  const delivered = await follow(stage, orderOf(stage, bought), 1);
  const reply = (await stage.provider.requestAnotherSms?.(id, stage.call)) as OrderReport;
  return await follow(stage, grantAnother(askAnother(delivered), reply), 2);
}

async function follow(stage: Stage, order: Order, polls: number): Promise<Order> {
  let now = order;
  for (let n = 0; n < polls; n += 1) {
    const report = await fetch(stage, order.id);
    checkReport(stage, report, order.id);
    now = advance(now, report);
  }
  return now;
}
