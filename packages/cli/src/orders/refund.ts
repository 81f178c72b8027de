import { balanceProves, can, isClosed, isRefundOpen, type Order } from '@numroute/core';
import type { App } from '../config/compose.ts';
import { EXIT } from '../exit-codes.ts';
import { tame } from '../io.ts';
import { duration, exact } from '../printing/format.ts';
import { follow } from './follow.ts';

/**
 * The order once the router has decided about its refund, or as it was when the time was up or the
 * signal came. The verdict is the journal's: only the router compares balances.
 */
export async function refunded(
  { router, sharedAccounts }: App,
  order: Order,
  forMs: number,
  { signal, say }: { readonly signal?: AbortSignal; readonly say: (text: string) => unknown },
): Promise<Order> {
  if (!isClosed(order.status) || !isRefundOpen(order) || forMs === 0) return order;
  if (blindness({ router, sharedAccounts }, order) === undefined)
    say(`Waiting up to ${duration(forMs)} for the refund to be seen in the balance.`);
  return await follow(router, order, { until: 'refunded', forMs, ...(signal && { signal }) });
}

/** Why no balance can prove a refund of this order; undefined if one can. */
function blindness(
  { router, sharedAccounts }: Pick<App, 'router' | 'sharedAccounts'>,
  { provider: id }: Order,
): string | undefined {
  const vendor = router.providers.find(({ manifest }) => manifest.id === id);
  if (!vendor || !can(vendor, 'fetchBalance'))
    return 'The vendor tells no balance, so no refund can be seen here';
  if (!balanceProves(vendor))
    return 'The vendor charges when an SMS comes, so its balance shows no refund where none came';
  if (sharedAccounts.includes(id)) return 'Others buy at this account, too, so its balance proves no refund';
  return undefined;
}

/** What the journal says of the money of an order that is over. */
export function refundLine(app: App, order: Order): string {
  const { provider, id, refund, paid } = order;
  const money = exact(paid);
  const where = `order ${tame(id, 40)} at ${provider}`;
  switch (refund) {
    case 'seen':
      return `Refund seen: the balance holds the ${money} again.`;
    case 'missing':
      return `REFUND MISSING: the balance lacks the ${money}. Ask the vendor about ${where}.`;
    case 'none':
      return `No refund: ${money} is spent.`;
    case 'promised':
    case 'unknown': {
      const word =
        refund === 'promised'
          ? `the vendor promises ${money} back`
          : `the vendor does not say whether ${money} comes back`;
      const blind = blindness(app, order);
      return blind === undefined
        ? `Refund not seen yet: ${word}, and the balance has not shown it. \`numroute recover\` looks again.`
        : `Refund not seen: ${word}. ${blind}: check ${where}.`;
    }
  }
}

/** What became of an order that is over without a code. */
export function overLine(app: App, order: Order): string {
  return `${overText[order.status] ?? ''} ${refundLine(app, order)}`;
}

const overText: Readonly<Partial<Record<Order['status'], string>>> = {
  cancelled: 'Cancelled.',
  expired: 'The order expired without a code.',
  gone: 'The vendor does not know the order any more.',
};

/** For an order that is over without a code. */
export function refundExit({ refund }: Order): number {
  return refund === 'missing' || refund === 'unknown' ? EXIT.moneyMayHaveMoved : EXIT.noCode;
}
