import type { App } from '../config/compose.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, printJson } from '../io.ts';
import { findOrder, type Named } from '../orders/named.ts';
import { refundExit, refundLine } from '../orders/refund.ts';
import { nameOf } from '../printing/format.ts';
import { orderJson } from '../printing/order-json.ts';

/**
 * Tells the vendor of a delivered order that we are done; where it has no such call, the order ends here.
 *
 * @throws {NumrouteError} WRONG_STATE The order has no code yet.
 */
export async function finish(io: Io, app: App, named: Named, json: boolean): Promise<number> {
  const known = await findOrder(app.journal, named);
  const order = await app.router.finish(known, { signal: io.signal });
  const isFinished = order.status === 'finished';
  const money = isFinished ? '' : ` ${refundLine(app, order)}`;
  if (json) printJson(io, await orderJson(app.journal, order));
  else io.stdout.write(`Order ${nameOf(order)} is ${order.status}.${money}\n`);
  return isFinished ? EXIT.ok : refundExit(order);
}
