import { isClosed, NumrouteError, type OrderReport, type OrderStatus } from '@numroute/core';
import type { Send } from '@numroute/http';
import { isOrderId } from './names.ts';
import { readOrder, type Site } from './orders.ts';

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
  try {
    return readOrder(await send({ path: pathOf(verb, id) }), id, site);
  } catch (error) {
    if (!NumrouteError.is(error, 'UNKNOWN_ORDER') || error.details.vendorWord === undefined) throw error;
    const report = await fetchOrder(send, id, site);
    if (report.status === as) return report;
    const details = {
      vendorWord: error.details.vendorWord,
      ...(isClosed(report.status) && { final: true as const }),
    };
    throw new NumrouteError(
      'WRONG_STATE',
      `the vendor refused to ${verb} an order that is ${report.status}`,
      details,
    );
  }
}

/** @throws {NumrouteError} UNKNOWN_ORDER */
function pathOf(verb: 'check' | Verb, id: string): readonly string[] {
  if (isOrderId(id)) return ['user', verb, id];
  throw new NumrouteError('UNKNOWN_ORDER', 'an order of 5sim has a number', { id });
}
