import { NumrouteError, type OrderReport } from '@numroute/core';
import type { Case } from '../stage/case.ts';
import { check, refused, same } from '../stage/checks.ts';
import {
  buy,
  buyDelivered,
  checkMoneyOfCancel,
  isRefunded,
  needsOf,
  reads,
  truthOf,
} from '../stage/moves.ts';
import { checkReport } from '../stage/reports.ts';
import type { Stage } from '../stage/stage.ts';

const MINUTE = 60_000;

export const closingCases: readonly Case[] = [
  {
    id: 'cancel/refunds',
    clause: 'C24',
    title: 'a cancelled order is cancelled at the vendor, and its money comes back where traits say so',
    needs: ['cancelOrder'],
    async run(stage) {
      const { receipt } = await buy(stage);
      const report = await cancel(stage, receipt.id);
      same(report.status, 'cancelled', 'status of the report');
      checkReport(stage, report, receipt.id);
      same(truthOf(stage, receipt.id).status, 'cancelled', 'status at the vendor');
      checkMoneyOfCancel(stage, receipt.id);
    },
  },
  {
    id: 'cancel/lost-reply',
    clause: 'C24',
    title: 'a cancel whose reply was lost is an error; afterwards nothing is reported that is not so',
    needs: ['cancelOrder'],
    wire: true,
    async run(stage) {
      const { receipt } = await buy(stage);
      stage.wire.fault({ when: 'after', kind: 'reset' });
      await refused(cancel(stage, receipt.id), 'a lost reply', 'UNAVAILABLE', 'UNREADABLE');
      const again = await cancel(stage, receipt.id).catch((error: unknown) => {
        const honest = NumrouteError.is(error, 'WRONG_STATE', 'UNKNOWN_ORDER');
        check(honest, `the second cancel: expected a report, WRONG_STATE or UNKNOWN_ORDER, got ${error}`);
      });
      if (again) checkReport(stage, again, receipt.id);
    },
  },
  {
    id: 'cancel/twice',
    clause: 'C25',
    title: 'cancelling a cancelled order returns it again, and refunds it once',
    needs: ['cancelOrder'],
    async run(stage) {
      const { receipt } = await buy(stage);
      await cancel(stage, receipt.id);
      same((await cancel(stage, receipt.id)).status, 'cancelled', 'status of the second report');
      checkMoneyOfCancel(stage, receipt.id);
    },
  },
  {
    id: 'cancel/too-early',
    clause: 'C26',
    title: 'a cancel that the vendor refuses as too early is WRONG_STATE, and works later',
    needs: ['cancelOrder'],
    world: { cancelAfterMs: 2 * MINUTE },
    async run(stage) {
      const { receipt } = await buy(stage);
      await refused(cancel(stage, receipt.id), 'a cancel too early', 'WRONG_STATE');
      same(truthOf(stage, receipt.id).status, 'open', 'status at the vendor');
      await stage.passTime(2 * MINUTE + 1);
      same((await cancel(stage, receipt.id)).status, 'cancelled', 'status after the time');
    },
  },
  {
    id: 'cancel/after-the-code',
    clause: 'C26',
    title: 'a cancel after the code came is WRONG_STATE, and no refund is claimed',
    needs: ['cancelOrder'],
    async run(stage) {
      const { receipt } = await buyDelivered(stage);
      await refused(cancel(stage, receipt.id), 'a cancel after the code', 'WRONG_STATE');
      same(truthOf(stage, receipt.id).status, 'delivered', 'status at the vendor');
      check(!isRefunded(stage, receipt.id), 'the world refunded an order with a code');
    },
  },
  {
    id: 'cancel/after-the-end',
    clause: 'C26',
    title: 'a cancel of a finished order claims no refund',
    needs: ['cancelOrder'],
    async run(stage) {
      const { receipt } = await buyDelivered(stage);
      await stage.world.shop.finishOrder(receipt.id);
      const report = await cancel(stage, receipt.id).catch((error: unknown) => {
        const honest = NumrouteError.is(error, 'WRONG_STATE', 'UNKNOWN_ORDER');
        check(honest, `expected WRONG_STATE or UNKNOWN_ORDER, got ${error}`);
      });
      if (report) checkReport(stage, report, receipt.id);
    },
  },
  {
    id: 'finish/delivered',
    clause: 'C27',
    title: 'a delivered order is finished at the vendor; no money moves',
    needs: ['finishOrder'],
    async run(stage) {
      const { receipt } = await buyDelivered(stage);
      const report = await finish(stage, receipt.id);
      same(report?.status, 'finished', 'status of the report');
      same(truthOf(stage, receipt.id).status, 'finished', 'status at the vendor');
      same(stage.world.ledger.length, 1, 'movements of money');
    },
  },
  {
    id: 'finish/too-early',
    clause: 'C27',
    title: 'a finish that the vendor refuses is WRONG_STATE, and the order lives',
    needs: ['finishOrder'],
    async run(stage) {
      const { receipt } = await buy(stage);
      await refused(finish(stage, receipt.id), 'a finish before the code', 'WRONG_STATE');
      same(truthOf(stage, receipt.id).status, 'open', 'status at the vendor');
    },
  },
  {
    id: 'another/delivered',
    clause: 'C28',
    title: 'another SMS on a delivered order: the order stays, and claims nothing that did not come',
    needs: ['requestAnotherSms'],
    async run(stage) {
      const { receipt } = await buyDelivered(stage);
      const report = await stage.provider.requestAnotherSms?.(receipt.id, stage.call);
      check(report !== undefined, 'requestAnotherSms returned nothing');
      same(report.status, 'delivered', 'status of the report');
      checkReport(stage, report, receipt.id);
      same(truthOf(stage, receipt.id).status, 'delivered', 'status at the vendor');
      same(stage.world.ledger.length, 1, 'movements of money');
    },
  },
  {
    id: 'another/too-early',
    clause: 'C28',
    title: 'another SMS before the first is WRONG_STATE',
    needs: ['requestAnotherSms'],
    async run(stage) {
      const { receipt } = await buy(stage);
      const asked = async (): Promise<unknown> => stage.provider.requestAnotherSms?.(receipt.id, stage.call);
      await refused(asked(), 'another SMS before the first', 'WRONG_STATE');
    },
  },
  ...reads
    .filter(({ operation }) => /Order$|AnotherSms$/.test(operation))
    .flatMap((read): Case[] => {
      const { operation } = read;
      const ask = async ({ provider, call }: Stage, id: string): Promise<unknown> =>
        operation === 'listOffers' ||
        operation === 'listOpenOrders' ||
        operation === 'listHistory' ||
        operation === 'fetchBalance'
          ? undefined
          : provider[operation]?.(id, call);
      return [
        {
          id: `unknown-order/${operation}`,
          clause: 'C29',
          title: `${operation} of an id that the vendor does not know is UNKNOWN_ORDER`,
          needs: needsOf(read),
          run: async (stage) => {
            await buy(stage);
            await refused(ask(stage, '999999999'), 'an unknown id', 'UNKNOWN_ORDER');
          },
        },
        {
          id: `hostile-id/${operation}`,
          clause: 'C30',
          title: `an id is data for ${operation}: signs in it reach no other order and no other action`,
          needs: needsOf(read),
          async run(stage) {
            const { receipt, attempt } = await buyDelivered(stage);
            const id = operation === 'findOrder' ? attempt : receipt.id;
            const before = JSON.stringify([stage.world.orders, stage.world.ledger]);
            for (const hostile of [
              `${id}&x=1`,
              `${id}/../${id}`,
              `x&id=${id}`,
              `../${id}`,
              `${id}#`,
              `${id}/`,
              `${id}\r\nx: 1`,
            ]) {
              const what = `the id ${JSON.stringify(hostile)}`;
              await refused(ask(stage, hostile), what, 'UNKNOWN_ORDER', 'INVALID_INPUT', 'REJECTED');
            }
            same(JSON.stringify([stage.world.orders, stage.world.ledger]), before, 'the world afterwards');
          },
        },
      ];
    }),
];

async function cancel({ provider, call }: Stage, id: string): Promise<OrderReport> {
  const report = await provider.cancelOrder?.(id, call);
  check(report !== undefined, 'cancelOrder returned nothing');
  return report;
}

const finish = async ({ provider, call }: Stage, id: string): Promise<OrderReport | undefined> =>
  provider.finishOrder?.(id, call);
