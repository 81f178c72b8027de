import { advance, codeOf, NumrouteError, type OrderReport } from '@numroute/core';
import { abroad } from '../stage/abroad.ts';
import { Absent, type Case } from '../stage/case.ts';
import { check, same } from '../stage/checks.ts';
import { follow, orderOf, reportOf } from '../stage/follow.ts';
import { buy, buyDelivered, isRefunded, truthOf } from '../stage/moves.ts';
import { checkReport } from '../stage/reports.ts';
import type { Stage } from '../stage/stage.ts';

const LIFETIME_MS = 60_000;
const SOON_MS = 10_000;
const LATER_MS = 7 * 60_000;

export const orderCases: readonly Case[] = [
  {
    id: 'order/open',
    clause: 'C20',
    title: 'before a message comes the order is open, as often as one asks',
    async run(stage) {
      const { receipt } = await buy(stage);
      for (let n = 0; n < 3; n += 1) {
        const report = await reportOf(stage, receipt.id);
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
        const report = await reportOf(stage, receipt.id);
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
      const report = await reportOf(stage, receipt.id);
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
    id: 'order/times',
    clause: 'C20',
    title: 'whatever time is told is milliseconds since 1970, the same in every time zone',
    world: { cancelAfterMs: SOON_MS },
    run: (stage) =>
      abroad(async () => {
        const { receipt } = await buy(stage);
        await stage.passTime(LATER_MS);
        stage.world.receiveSms(receipt.id, 'Your code: 012345');
        const reports = [
          receipt,
          await reportOf(stage, receipt.id),
          ...((await stage.provider.listOpenOrders?.(stage.call)) ?? []),
        ];
        for (const report of reports) checkReport(stage, report, receipt.id);
        const times = reports.flatMap(({ orderedAt, expiresAt, cancelAfter, messages }) => [
          ...[orderedAt, expiresAt, cancelAfter],
          ...messages.map(({ receivedAt }) => receivedAt),
        ]);
        if (times.every((time) => time === undefined)) throw new Absent('it tells no times');
      }),
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
