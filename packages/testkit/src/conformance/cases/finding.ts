import { randomUUID } from 'node:crypto';
import type { Offer, OrderReport, Receipt } from '@numroute/core';
import type { Fault } from '../../faults.ts';
import type { Case } from '../stage/case.ts';
import { check, failure, refused, same } from '../stage/checks.ts';
import { checkError } from '../stage/claims.ts';
import { buy, goodOf, nameOf, offerFor, purchase, truthOf } from '../stage/moves.ts';
import { checkReport } from '../stage/reports.ts';
import type { Stage } from '../stage/stage.ts';

const needs = ['findOrder'] as const;

const LONGEST = 64;

/** Pages that a proxy, a wrong path or a vendor in trouble may answer with. */
const pages: readonly Omit<Fault, 'when'>[] = [
  { kind: 'reply', reply: { status: 404, body: '<html><h1>404 Not Found</h1></html>' } },
  { kind: 'reply', reply: { status: 404, body: '' } },
  { kind: 'reply', reply: { status: 404, body: '{"message":"Not Found"}' } },
  { kind: 'reply', reply: { status: 400, body: 'Bad Request' } },
  { kind: 'reply', reply: { status: 200, body: '[]' } },
  { kind: 'html' },
  { kind: 'http-500' },
];

/** Finding an order by the name that its purchase was given. */
export const findingCases: readonly Case[] = [
  {
    id: 'find/lost-purchase',
    clause: 'C42',
    title: 'a purchase whose reply was lost is found by its name, with its phone',
    needs,
    wire: true,
    async run(stage) {
      const offer = await offerFor(stage, goodOf(stage));
      await purchase(stage, offer);
      const attempt = randomUUID();
      stage.wire.fault({ when: 'after', kind: 'reset' });
      await refused(buyNamed(stage, offer, attempt), 'a lost reply', 'OUTCOME_UNKNOWN');
      const report = await find(stage, attempt);
      const lost = stage.world.orders.at(-1);
      same([report.id, report.phone], [lost?.id, lost?.phone], 'the order found');
      checkReport(stage, report, report.id);
    },
  },
  {
    id: 'find/own-name',
    clause: 'C42',
    title: 'each order is found by its own name, also by the longest, whatever its state',
    needs,
    async run(stage) {
      const offer = await offerFor(stage, goodOf(stage));
      const ids = new Map<string, string>();
      for (const last of ['a', 'b', 'c']) {
        const attempt = last.padStart(LONGEST, '7-');
        ids.set(attempt, (await buyNamed(stage, offer, attempt)).id);
      }
      const [, delivered = '', cancelled = ''] = ids.values();
      stage.world.receiveSms(delivered, 'Your code: 012345');
      await stage.world.shop.cancelOrder(cancelled);
      for (const [attempt, id] of ids) {
        const report = await find(stage, attempt);
        checkReport(stage, report, id);
        const { status } = truthOf(stage, id);
        if (status !== 'cancelled') same(report.status, status, `status of the order called ${attempt}`);
      }
    },
  },
  {
    id: 'find/unknown-name',
    clause: 'C42',
    title: 'a name that no purchase was given is UNKNOWN_ORDER, and a part of a name is no name',
    needs,
    async run(stage) {
      const { attempt } = await buy(stage);
      for (const name of [randomUUID(), attempt.slice(0, -1), `${attempt}1`])
        await refused(find(stage, name), `the name ${name}`, 'UNKNOWN_ORDER');
    },
  },
  {
    id: 'find/strange-page',
    clause: 'C42',
    title: 'a page that is not the word for an unknown order does not say that there is none',
    needs,
    wire: true,
    async run(stage) {
      const { attempt } = await buy(stage);
      for (const page of pages) {
        stage.wire.fault({ ...page, when: 'before' });
        const what = `${nameOf(page)} for findOrder`;
        const error = await failure(find(stage, attempt), `${what}: expected an error`);
        checkError(error, what);
        check(
          error.code !== 'UNKNOWN_ORDER',
          `${what}: expected UNAVAILABLE or UNREADABLE, got ${error.code}`,
        );
        stage.wire.clearFaults();
      }
    },
  },
];

const buyNamed = (stage: Stage, offer: Offer, attempt: string): Promise<Receipt> =>
  purchase(stage, offer, offer.price, stage.provider, attempt);

async function find({ provider, call }: Stage, attempt: string): Promise<OrderReport> {
  const report = await provider.findOrder?.(attempt, call);
  check(report !== undefined, 'findOrder returned nothing');
  return report;
}
