import { isAwaiting } from '@numroute/core';
import type { ClientShop, Code, NumberOfCode, OrderRecord } from '@numroute/gateway/shop';

/** Whether its number may still bring its first code. */
export const isWaiting = ({ order }: OrderRecord): boolean =>
  order?.status === 'open' && order.messages.length === 0;

/** Whether an SMS is waited for, the first or a further one. */
export const isOpen = ({ order }: OrderRecord): boolean =>
  order !== undefined && (order.status === 'open' || isAwaiting(order));

/** Whether a number of a want can still be used for it. */
export const isAtHand = ({ why, hasCode }: NumberOfCode): boolean => why === undefined && !hasCode;

/** The want that an order was bought for; undefined: none, it was bought alone. */
export async function wantOf({ codes }: ClientShop, record: OrderRecord): Promise<Code | undefined> {
  const id = codes.idOf(record);
  return id === undefined ? undefined : await codes.find(id);
}
