import type { Money, OrderReport } from '@numroute/core';
import type { Case } from '../stage/case.ts';
import { check, refused, same } from '../stage/checks.ts';
import { buy, checkReport, goodOf, longAmount, offerFor, purchase } from '../stage/moves.ts';
import type { Stage } from '../stage/stage.ts';

export const recoveryCases: readonly Case[] = [
  {
    id: 'open-orders/complete',
    clause: 'C31',
    title: 'every order that is open or delivered is listed, once, and no other',
    needs: ['listOpenOrders'],
    async run(stage) {
      same(await open(stage), [], 'open orders before the first purchase');
      const first = (await buy(stage)).receipt;
      const second = (await buy(stage, 1)).receipt;
      const third = (await buy(stage)).receipt;
      stage.world.receiveSms(second.id, 'Your code: 012345');
      await stage.world.shop.cancelOrder(third.id);
      const reports = await open(stage);
      same(idsOf(reports), [first.id, second.id].sort(), 'ids of the open orders');
      for (const report of reports) checkReport(stage, report, report.id);
    },
  },
  {
    id: 'open-orders/lost-purchase',
    clause: 'C31',
    title: 'a purchase whose reply was lost is found again, with its phone',
    needs: ['listOpenOrders'],
    wire: true,
    async run(stage) {
      const offer = await offerFor(stage, goodOf(stage));
      stage.wire.fault({ when: 'after', kind: 'reset' });
      await refused(purchase(stage, offer), 'a lost reply', 'OUTCOME_UNKNOWN');
      const [found, ...more] = await open(stage);
      same(more, [], 'more open orders than there are');
      const [lost] = stage.world.orders;
      same([found?.id, found?.phone], [lost?.id, lost?.phone], 'the order found');
    },
  },
  {
    id: 'balance/exact',
    clause: 'C32',
    title: 'the balance is exact, in its currency, and falls by the price',
    needs: ['fetchBalance'],
    world: { funds: '0' },
    async run(stage) {
      const amount = longAmount(stage);
      stage.world.deposit(amount);
      same(await balance(stage), { amount, currency: stage.world.currency }, 'balance');
      await buy(stage);
      same(await balance(stage), stage.world.balance(), 'balance after a purchase');
    },
  },
  {
    id: 'balance/empty',
    clause: 'C32',
    title: 'an empty account is a balance of 0, no error',
    needs: ['fetchBalance'],
    world: { funds: '0' },
    async run(stage) {
      same(await balance(stage), { amount: '0', currency: stage.world.currency }, 'balance');
    },
  },
];

async function open({ provider, call }: Stage): Promise<readonly OrderReport[]> {
  const reports = await provider.listOpenOrders?.(call);
  check(reports !== undefined, 'listOpenOrders returned nothing');
  return reports;
}

const balance = async ({ provider, call }: Stage): Promise<Money | undefined> =>
  provider.fetchBalance?.(call);

const idsOf = (reports: readonly OrderReport[]): readonly string[] => reports.map(({ id }) => id).sort();
