import { can, isClosed, NumrouteError, type Order, type OrderReport } from '@numroute/core';
import { unsupported } from '../account/unsupported.ts';
import { mayHaveCome } from './finish.ts';
import { type Held, orderOf } from './held.ts';
import { pollOrKeep } from './poll-once.ts';

/**
 * Asks the vendor for one more SMS on the same number. The order stays delivered, and what comes is
 * added to its messages. Not repeated after a crash: the buyer asks again, which does no harm, and what
 * has come meanwhile is the answer; a vendor that is seen waiting is not asked again. Where further SMS
 * come by themselves nobody is asked: the next one is the answer.
 */
export async function anotherSms({ account, entry, order }: Held, signal: AbortSignal): Promise<Order> {
  const { provider, log, poller } = account;
  const { id } = order;
  const vendor = order.provider;
  if (entry.state !== 'delivered') {
    const why = isClosed(order.status) ? `is ${order.status}` : 'has no code yet';
    throw new NumrouteError('WRONG_STATE', `${vendor}: order ${id} ${why}`, {});
  }
  const comesByItself = provider.manifest.traits.messages === 'many';
  if (!can(provider, 'requestAnotherSms') && !comesByItself) throw unsupported(vendor, 'requestAnotherSms');
  if (mayHaveCome(order)) {
    // Asking once more would make an old one of what comes meanwhile, and a vendor that waits, waits.
    const { order: now } = await pollOrKeep(account, entry, signal);
    if (now && (!mayHaveCome(now) || now.another?.is === 'awaited')) return now;
  }
  // Written before: whatever the vendor tells from here on may be the answer, also after a crash.
  const asked = await log.write(entry.id, 'buyer', { kind: 'another-asked' });
  const report: OrderReport = can(provider, 'requestAnotherSms')
    ? await provider.requestAnotherSms(id, { signal })
    : { id, status: 'delivered', messages: [] };
  const confirmed = await log.note(entry.id, 'buyer', { kind: 'another-confirmed', report });
  // Only who was seen waiting can tell the same code anew, and the SMS may be quick.
  poller.hurry(id);
  return orderOf(confirmed ?? asked);
}
