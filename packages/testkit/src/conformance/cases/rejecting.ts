import type { OrderReport } from '@numroute/core';
import type { Case } from '../stage/case.ts';
import { check, refused, same } from '../stage/checks.ts';
import { buy, buyDelivered, checkMoneyOfCancel, truthOf } from '../stage/moves.ts';
import { checkReport } from '../stage/reports.ts';
import type { Stage } from '../stage/stage.ts';

const needs = ['rejectNumber'] as const;

/** Giving an order up because its number is bad. */
export const rejectingCases: readonly Case[] = [
  {
    id: 'reject/told',
    clause: 'C41',
    title: 'an order whose number is rejected is cancelled, the vendor knows why, and the money comes back',
    needs,
    async run(stage) {
      const { id } = (await buy(stage)).receipt;
      const report = await reject(stage, id);
      same(report.status, 'cancelled', 'status of the report');
      checkReport(stage, report, id);
      const { status, fault } = truthOf(stage, id);
      same(status, 'cancelled', 'status at the vendor');
      check(fault !== undefined, 'the vendor was not told that the number is bad');
      checkMoneyOfCancel(stage, id);
    },
  },
  {
    id: 'reject/twice',
    clause: 'C41',
    title: 'rejecting a rejected number returns its order again, and refunds it once',
    needs,
    async run(stage) {
      const { id } = (await buy(stage)).receipt;
      await reject(stage, id);
      same((await reject(stage, id)).status, 'cancelled', 'status of the second report');
      checkMoneyOfCancel(stage, id);
    },
  },
  {
    id: 'reject/too-late',
    clause: 'C41',
    title: 'a number whose code came is not rejected: WRONG_STATE, and the order lives on',
    needs,
    async run(stage) {
      const { id } = (await buyDelivered(stage)).receipt;
      await refused(reject(stage, id), 'a number whose code came', 'WRONG_STATE');
      same(truthOf(stage, id).status, 'delivered', 'status at the vendor');
    },
  },
  {
    id: 'reject/unknown-order',
    clause: 'C41',
    title: 'rejecting the number of an id that the vendor does not know is UNKNOWN_ORDER',
    needs,
    async run(stage) {
      await refused(reject(stage, '987654321'), 'an id that nobody knows', 'UNKNOWN_ORDER');
    },
  },
];

async function reject({ provider, call }: Stage, id: string): Promise<OrderReport> {
  const report = await provider.rejectNumber?.(id, 'used', call);
  check(report !== undefined, 'rejectNumber returned nothing');
  return report;
}
