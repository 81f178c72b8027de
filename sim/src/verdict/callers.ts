import { codeOf, compareMoney } from '@numroute/core';
import type { Ending } from './index.ts';

/** What callers got, and whether anybody still waits. */
export function judgeCallers({ judge, callers, tally, vendors, vanished }: Ending): void {
  for (const { wish, progress } of callers) {
    tally.add(`callers: ${progress.state}`);
    const over = progress.state === 'served' || progress.state === 'left' || progress.state === 'failed';
    if (wish.faithful && !over) {
      judge.accuse('M9 stuck', `the caller of want ${wish.number} is still ${progress.state}`);
    }
    const { order } = progress;
    const cap = order && judge.entryOf(order.provider, order.id)?.maxPrice;
    if (order && cap && compareMoney(order.paid, cap) > 0) {
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
    const sent = (real?.messages ?? []).flatMap((message) => codeOf(message) ?? []);
    const entry = judge.entryOf(order.provider, order.id);
    const kept = (entry?.order?.messages ?? []).flatMap((message) => codeOf(message) ?? []);
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
