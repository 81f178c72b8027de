import type { OrderReport, OrderStatus, Period } from '@numroute/core';
import type { Case } from '../stage/case.ts';
import { check, same } from '../stage/checks.ts';
import { checkEnd } from '../stage/claims.ts';
import { buy, buyDelivered, goodOf, matchOf, periodOf, truthOf } from '../stage/moves.ts';
import type { Stage } from '../stage/stage.ts';

const needs = ['listHistory'] as const;

/** More than a page of most vendors holds. */
const MANY = 60;

const HOUR = 60 * 60_000;

/** What became of orders that are over, as the vendor's history tells it. */
export const historyCases: readonly Case[] = [
  {
    id: 'history/ends',
    clause: 'C43',
    title:
      'what was done and what was paid back are told apart, with what they were and when; what is open is left out',
    needs,
    world: { lifetimeMs: HOUR },
    async run(stage) {
      const ranOut = (await buy(stage)).receipt.id;
      await stage.passTime(HOUR + 1);
      const done = (await buyDelivered(stage)).receipt.id;
      await stage.world.shop.finishOrder(done);
      const off = (await buy(stage)).receipt.id;
      await stage.world.shop.cancelOrder(off);
      const alive = [(await buy(stage)).receipt.id, (await buyDelivered(stage)).receipt.id];
      const reports = await history(stage, periodOf(stage));
      for (const report of reports) checkEnd(stage, report);
      checkOne(stage, reports, done, ['finished']);
      for (const id of [off, ranOut]) checkOne(stage, reports, id, ['cancelled', 'expired', 'gone']);
      for (const id of alive)
        check(!reports.some((report) => report.id === id), `order ${id} lives, and the history has it`);
    },
  },
  {
    id: 'history/every-page',
    clause: 'C43',
    title: 'however many orders ended within the period, each is told, once',
    needs,
    async run(stage) {
      const good = goodOf(stage);
      stage.world.setStock(matchOf(good), MANY);
      const { shop } = stage.world;
      const ids: string[] = [];
      while (ids.length < MANY) ids.push((await shop.cancelOrder((await shop.purchase(good)).id)).id);
      const told = (await history(stage, periodOf(stage))).map(({ id }) => id);
      const missing = ids.filter((id) => !told.includes(id));
      check(missing.length === 0, `${missing.length} of ${MANY} ends are not told, among them ${missing[0]}`);
      same(told.length, MANY, 'ends that are told');
    },
  },
  {
    id: 'history/another-time',
    clause: 'C43',
    title: 'an order of another time is left out',
    needs,
    async run(stage) {
      const { id } = (await buy(stage)).receipt;
      await stage.world.shop.cancelOrder(id);
      const { from, to } = periodOf(stage);
      for (const shift of [-HOUR, HOUR])
        same(await history(stage, { from: from + shift, to: to + shift }), [], `${shift} ms away`);
    },
  },
];

function checkOne(
  stage: Stage,
  reports: readonly OrderReport[],
  id: string,
  fair: readonly OrderStatus[],
): void {
  const [report, ...more] = reports.filter((one) => one.id === id);
  check(report !== undefined, `order ${id} is over, and the history does not show it`);
  same(more.length, 0, `further rows of order ${id}`);
  check(fair.includes(report.status), `order ${id}: expected ${fair.join(' or ')}, got ${report.status}`);
  const { service, country } = truthOf(stage, id);
  same([report.service, report.country], [service, country], `what order ${id} was`);
  check(report.orderedAt !== undefined, `orderedAt of order ${id} is not told`);
}

async function history({ provider, call }: Stage, period: Period): Promise<readonly OrderReport[]> {
  const reports = await provider.listHistory?.(period, call);
  check(reports !== undefined, 'listHistory returned nothing');
  return reports;
}
