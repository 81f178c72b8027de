import { codeOf, compareMoney, type Message } from '@numroute/core';
import type { Ending } from './index.ts';

/** What callers got, and whether anybody still waits. */
export function judgeCallers(ending: Ending): void {
  const { judge, callers, tally, vendors, vanished } = ending;
  for (const { wish, progress } of callers) {
    tally.add(`callers: ${progress.state}`);
    const over = progress.state === 'served' || progress.state === 'left' || progress.state === 'failed';
    if (wish.faithful && !over) {
      judge.accuse('M9 stuck', `the caller of want ${wish.number} is still ${progress.state}`);
    }
    const { order } = progress;
    const cap = order && judge.entryOf(order.provider, order.id)?.maxPrice;
    // What only the balance tells comes later than the number: then it must be given up.
    if (order && cap && order.paidSource !== 'balance' && compareMoney(order.paid, cap) > 0) {
      judge.accuse(
        'M12 above the cap',
        `want ${wish.number} was sold for ${order.paid.amount}, above ${cap.amount}`,
      );
    }
    // A vendor that denies the order tells no code either.
    if (!over || !order || vanished(order.provider, order.id)) continue;
    const real = vendors
      .find(({ id }) => id === order.provider)
      ?.world.orders.find(({ id }) => id === order.id);
    const entry = judge.entryOf(order.provider, order.id);
    const kept = (entry?.order?.messages ?? []).flatMap((message) => codeOf(message) ?? []);
    const isOwed = (message: Message, place: number): boolean =>
      place === 0 || wasThereInTime(message, entry && judge.finishedAt.get(entry.id), ending);
    const sent = (real?.messages ?? []).filter(isOwed).flatMap((message) => codeOf(message) ?? []);
    const lost = sent.filter((code) => !kept.includes(code));
    if (lost.length > 0) {
      judge.accuse(
        'M5 code lost',
        `want ${wish.number}: ${order.provider} ${order.id} got ${lost.join(' ')}`,
      );
    } else if (sent.length > 0 && progress.codes.length === 0)
      tally.add('codes: kept, after the caller left');
  }
}

/** A reply may be so old when it comes. */
const SLOWEST_MS = 95_000;

/** A further SMS is owed to whoever waited for it and was done with the order afterwards. */
function wasThereInTime(
  { receivedAt = 0 }: Message,
  finishedAt: number | undefined,
  { tally, epoch }: Ending,
): boolean {
  const lag = tally.count('fault: slow') > 0 ? SLOWEST_MS : 1_000;
  return finishedAt !== undefined && receivedAt - epoch < finishedAt - lag;
}
