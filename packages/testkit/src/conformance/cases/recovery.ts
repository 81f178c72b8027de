import { type Money, NumrouteError, type OrderReport } from '@numroute/core';
import { Absent, type Case } from '../stage/case.ts';
import { check, refused, same } from '../stage/checks.ts';
import { checkOpenOrders } from '../stage/claims.ts';
import { rowsOf, UNHEARD, withLeaf } from '../stage/leaves.ts';
import { buy, goodOf, isCharged, longAmount, matchOf, offerFor, purchase } from '../stage/moves.ts';
import { checkReport } from '../stage/reports.ts';
import type { Stage } from '../stage/stage.ts';

/** Bought through the provider. */
const SEVERAL = 9;
/** More than the longest page that a vendor of this trade gives. */
const MANY = 105;

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
    id: 'open-orders/more-than-a-page',
    clause: 'C31',
    title: 'as many orders as no page of a list holds are listed, each once',
    needs: ['listOpenOrders'],
    async run(stage) {
      for (const n of [0, 1]) stage.world.setStock(matchOf(goodOf(stage, n)), 2 * MANY);
      for (let n = 0; n < SEVERAL; n += 1) await buy(stage, n % 2);
      const [first, second] = stage.world.orders;
      check(first !== undefined && second !== undefined, 'nothing was bought');
      stage.world.receiveSms(first.id, 'Your code: 012345');
      await stage.world.shop.cancelOrder(second.id);
      checkOpenOrders(stage, await open(stage));
      if (stage.isFronted) return;
      const { service, country } = goodOf(stage);
      while (stage.world.orders.length < MANY) await stage.world.shop.purchase({ service, country });
      checkOpenOrders(stage, await open(stage));
    },
  },
  {
    id: 'open-orders/unreadable-row',
    clause: 'C31',
    title: 'a row of the list that cannot be read is an error, and not left out',
    needs: ['listOpenOrders'],
    wire: true,
    async run(stage) {
      stage.world.setStock(matchOf(goodOf(stage)), SEVERAL);
      for (let n = 0; n < SEVERAL; n += 1) await buy(stage);
      const seen = stage.wire.replies.length;
      await open(stage);
      const replies = stage.wire.replies.slice(seen);
      const { id = '' } = stage.world.orders.at(-1) ?? {};
      const rows = replies.flatMap((reply, n) => rowsOf(reply, id).map((path) => ({ path, n })));
      if (rows.length === 0) throw new Absent('its list is no JSON with a row for each order');
      for (const { path, n } of rows) {
        for (const strange of [null, {}, UNHEARD]) {
          stage.wire.twistAt(n + 1, (reply) => withLeaf(reply, path, strange));
          const what = `${JSON.stringify(strange)} in the place of the row of order ${id}`;
          const reports = await open(stage).catch((error: unknown) => {
            const honest = NumrouteError.is(error, 'UNREADABLE', 'UNAVAILABLE');
            check(honest, `${what}: expected UNREADABLE or UNAVAILABLE, got ${error}`);
          });
          check(
            !reports || idsOf(reports).includes(id),
            `${what}: expected an error, but the order is left out`,
          );
        }
      }
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
    id: 'balance/when-charged',
    clause: 'C32',
    title: 'the money is taken at the purchase, or at delivery where traits.charges says so',
    async run(stage) {
      const { charges = 'purchase' } = stage.provider.manifest.traits;
      const { id } = (await buy(stage)).receipt;
      const what = `charged at the purchase, where traits.charges says ${charges}`;
      same(isCharged(stage, id), charges === 'purchase', what);
      stage.world.receiveSms(id, 'Your code: 111111');
      check(isCharged(stage, id), 'the world gave a code for nothing');
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
