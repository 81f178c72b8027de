import type { App } from '../config/compose.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, printJson } from '../io.ts';
import { findOrder, type Named } from '../orders/named.ts';
import { nameOf } from '../printing/format.ts';
import { orderJson } from '../printing/order-json.ts';

/**
 * Asks for one more SMS on the number of a delivered order. It moves no money: an adapter offers that only
 * where it costs nothing.
 *
 * @throws {NumrouteError} UNSUPPORTED The vendor gives one SMS for each number.
 * @throws {NumrouteError} WRONG_STATE The order has no code yet, or is over.
 */
export async function another(io: Io, app: App, named: Named, json: boolean): Promise<number> {
  const known = await findOrder(app.journal, named);
  const order = await app.router.requestAnotherSms(known, { signal: io.signal });
  const name = nameOf(order);
  if (json) printJson(io, await orderJson(app.journal, order));
  else
    io.stdout.write(
      `One more SMS is asked for on ${order.phone} (${name}). \`numroute wait ${name}\` waits for it.\n`,
    );
  return EXIT.ok;
}
