import { isClosed, NumrouteError, type OrderReport, type OrderStatus } from '@numroute/core';
import { type Send, saidError } from '@numroute/http';
import { ORDER_ID } from './names.ts';
import { readOrder, type Site } from './orders.ts';
import { meaningOf } from './words.ts';

type Verb = 'cancel' | 'ban' | 'finish';

export async function fetchOrder(send: Send, id: string, site: Site): Promise<OrderReport> {
  return readOrder(await send({ path: pathOf('check', id) }), id, site);
}

/**
 * Cancels, bans or finishes. An order that has ended is not found by these calls: what became of it, only
 * `check` tells.
 *
 * @throws {NumrouteError} WRONG_STATE It ended otherwise, or the vendor refused. UNKNOWN_ORDER.
 */
export async function end(
  send: Send,
  id: string,
  site: Site,
  { verb, as }: { readonly verb: Verb; readonly as: OrderStatus },
): Promise<OrderReport> {
  const reply = await send({ path: pathOf(verb, id) });
  if (meaningOf(reply).error !== 'UNKNOWN_ORDER') return readOrder(reply, id, site);
  const report = await fetchOrder(send, id, site);
  if (report.status === as) return report;
  const final = isClosed(report.status) ? true : undefined;
  throw saidError({ code: 'WRONG_STATE', word: reply.text, final });
}

/** @throws {NumrouteError} UNKNOWN_ORDER */
function pathOf(verb: 'check' | Verb, id: string): readonly string[] {
  if (ORDER_ID.test(id)) return ['user', verb, id];
  throw new NumrouteError('UNKNOWN_ORDER', 'an order of 5sim has a number', { id });
}
