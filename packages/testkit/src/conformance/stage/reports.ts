import { codeOf, type OrderReport } from '@numroute/core';
import type { WorldOrder } from '../../world/world.ts';
import { check, same } from './checks.ts';
import { truthOf } from './moves.ts';
import type { Stage } from './stage.ts';

/** Vendors tell times to the minute, or as the time that is left; none is off by the hours of a time zone. */
const TOLERANCE_MS = 61_000;

/** Whatever a report says must be so; it need not say everything. */
export function checkReport(stage: Stage, report: OrderReport, id: string): void {
  const truth = truthOf(stage, id);
  same(report.id, id, 'id of the report');
  if (report.attempt !== undefined) same(report.attempt, truth.attempt, 'attempt of the report');
  if (report.phone !== undefined) same(report.phone, truth.phone, 'phone of the report');
  if (report.service !== undefined) same(report.service, truth.service, 'service of the report');
  if (report.country !== undefined) same(report.country, truth.country, 'country of the report');
  if (report.price !== undefined) same(report.price, truth.price, 'price of the report');
  checkMessages(report, truth);
  checkTimes(stage, report, truth);
  const { status } = report;
  if (status === 'cancelled' || status === 'expired') {
    check(
      truth.status === 'cancelled' || truth.status === 'expired',
      `the report says ${status}, which promises a refund, but the order is ${truth.status}`,
    );
  }
  if (status === 'finished')
    check(truth.status === 'finished', `the report says finished, but the order is ${truth.status}`);
  if (status === 'delivered')
    check(truth.messages.length > 0, 'the report says delivered, but no message came');
  if (status === 'open' || status === 'delivered') {
    // Some vendors show a finished order as delivered for ever; that harms nobody.
    const isFinished = status === 'delivered' && truth.status === 'finished';
    const isAlive = truth.status === 'open' || truth.status === 'delivered';
    check(isAlive || isFinished, `the report says ${status}, but the order is ${truth.status}`);
  }
  if (status === 'gone')
    check(
      truth.status !== 'open' && truth.status !== 'delivered',
      'the report says gone, but the order lives',
    );
}

function checkMessages({ messages }: OrderReport, truth: WorldOrder): void {
  for (const message of messages) {
    const { text, code } = message;
    check(text !== undefined || code !== undefined, 'a message has neither text nor code');
    const meant = truth.messages.find(
      (one) =>
        (text === undefined || text === one.text) &&
        (code === undefined || code === one.code) &&
        codeOf(message) === codeOf(one),
    );
    const came = truth.messages.map((one) => one.text).join(' | ');
    check(
      meant !== undefined,
      `the report has a message that never came so: ${JSON.stringify({ text, code })}; what came: ${came}`,
    );
    checkTime(message.receivedAt, meant.receivedAt, 'receivedAt of a message');
  }
}

function checkTimes({ world }: Stage, report: OrderReport, { orderedAt }: WorldOrder): void {
  checkTime(report.orderedAt, orderedAt, 'orderedAt');
  checkTime(report.expiresAt, orderedAt + world.lifetimeMs, 'expiresAt');
  checkTime(report.cancelAfter, orderedAt + world.cancelAfterMs, 'cancelAfter');
}

/** A time need not be told. */
function checkTime(told: number | undefined, truth: number | undefined, what: string): void {
  if (told === undefined || truth === undefined) return;
  const wanted = `${what}: expected milliseconds since 1970, about ${truth} by the clock of the world`;
  check(Math.abs(told - truth) <= TOLERANCE_MS, `${wanted}, got ${told}; is site.clock passed on?`);
}
