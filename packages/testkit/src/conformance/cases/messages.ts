import { askAnother, can, codeOf, grantAnother, type Order, type OrderReport } from '@numroute/core';
import { Absent, type Case } from '../stage/case.ts';
import { check, same } from '../stage/checks.ts';
import { follow, orderOf, reportOf } from '../stage/follow.ts';
import { type Bought, buyDelivered } from '../stage/moves.ts';
import { checkReport } from '../stage/reports.ts';
import type { Stage } from '../stage/stage.ts';

/** Vendors tell the time of an SMS to the second. */
const BETWEEN_MS = 5_000;

export const messageCases: readonly Case[] = [
  {
    id: 'order/told-once',
    clause: 'C21',
    title: 'asked again and again, one message stays one message',
    async run(stage) {
      const order = orderOf(stage, await buyDelivered(stage));
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
    id: 'order/two-sms',
    clause: 'C21',
    title: 'two SMS that nobody asked for are told in their order, and never an older one after a newer',
    async run(stage) {
      const bought = await buyDelivered(stage, 'Your code: 111111');
      const { id } = bought.receipt;
      let order = await follow(stage, orderOf(stage, bought), 2);
      await stage.passTime(BETWEEN_MS);
      stage.world.receiveSms(id, 'Your code: 222222');
      await toldLast(stage, id);
      order = await follow(stage, order, 2);
      same(order.messages.map(codeOf), ['111111', '222222'], 'codes after the second SMS');
      same(await toldLast(stage, id), '222222', 'the newest code of a report after the second SMS');
    },
  },
  {
    id: 'order/two-sms-at-once',
    clause: 'C21',
    title: 'of two SMS that came before anybody looked none is lost, and the newer one is told last',
    async run(stage) {
      const { id } = (await buyDelivered(stage, 'Your code: 111111')).receipt;
      await stage.passTime(BETWEEN_MS);
      stage.world.receiveSms(id, 'Your code: 222222');
      same(await toldLast(stage, id), '222222', 'the newest code of the report');
      if (stage.hasWire && !(await saidOf(stage, id)).includes('111111')) return;
      const codes = (await reportOf(stage, id)).messages.map(codeOf);
      same(codes, ['111111', '222222'], 'codes of the report, of which the vendor tells both');
    },
  },
  {
    id: 'order/further-sms',
    clause: 'C28',
    title: 'further SMS come by themselves, and all are told, where traits.messages says many; else not',
    async run(stage) {
      const { provider } = stage;
      const comesByItself = provider.manifest.traits.messages === 'many';
      const { id } = (await buyDelivered(stage, 'Your code: 111111')).receipt;
      await reportOf(stage, id);
      await stage.passTime(BETWEEN_MS);
      stage.world.receiveSms(id, 'Your code: 222222');
      const report = await reportOf(stage, id);
      checkReport(stage, report, id);
      const told = report.messages.map(codeOf);
      if (comesByItself) same(told, ['111111', '222222'], 'codes, of which traits.messages says many');
      else if (!can(provider, 'requestAnotherSms'))
        check(told.length < 2, 'a further SMS came by itself, so traits.messages is many');
    },
  },
];

/** What the vendor says of the order now, to somebody who remembers nothing. */
async function saidOf(stage: Stage, id: string): Promise<string> {
  const seen = stage.wire.replies.length;
  await (await stage.another()).fetchOrder(id, stage.call);
  return stage.wire.replies
    .slice(seen)
    .map(({ body }) => body)
    .join(' ');
}

/** The newest code of a report, where the vendor's reply tells of the second SMS at all. */
async function toldLast(stage: Stage, id: string): Promise<string | undefined> {
  const report = await reportOf(stage, id);
  checkReport(stage, report, id);
  if (stage.hasWire && !(await saidOf(stage, id)).includes('222222'))
    throw new Absent('this dialect cannot tell of a second SMS');
  const newest = report.messages.at(-1);
  return newest && codeOf(newest);
}

/** Until another SMS was asked for, and the vendor was asked twice what there is. */
async function followToWait(stage: Stage, bought: Bought): Promise<Order> {
  const { id } = bought.receipt;
  const delivered = await follow(stage, orderOf(stage, bought), 1);
  const reply = (await stage.provider.requestAnotherSms?.(id, stage.call)) as OrderReport;
  return await follow(stage, grantAnother(askAnother(delivered), reply), 2);
}
