import { addMoney, compareMoney, type Money, money, subtractMoney } from '@numroute/core';
import type { Checkpoint } from '@numroute/journal';
import { rangeOf, type StatementEntry } from './statement.ts';

/**
 * The checkpoint moved past these attempts without a reading: what they have moved for certain is counted
 * in its balance, and the others are named apart. Every sum from it is the sum from the one before, so
 * every verdict is the same.
 *
 * @param entries Whatever the checkpoint names, and all newer ones up to some number.
 */
export function carryPast(checkpoint: Checkpoint, entries: readonly StatementEntry[]): Checkpoint {
  const held = new Set(checkpoint.held);
  // A refund that was overdue may have come since, whatever was said of it before.
  const overdue = new Set(checkpoint.overdue);
  // Whether these explain its unexplained reading depends on their prices, and on whether it holds them.
  const among = new Set(checkpoint.unexplained?.among);
  const { apart: _before, ...kept } = checkpoint;
  let { balance, through } = checkpoint;
  const apart: string[] = [];
  for (const entry of entries) {
    const { id, number } = entry;
    through = Math.max(through, number);
    if (overdue.has(id) || id === checkpoint.shaken) continue;
    const moved = among.has(id) ? undefined : movedBy(entry, held.has(id), balance.currency);
    if (moved) {
      balance = addMoney(balance, moved);
      held.delete(id);
    } else if (!held.has(id)) apart.push(id);
  }
  return { ...kept, balance, through, held: [...held], ...(apart.length > 0 && { apart }) };
}

/** Whether nothing that may still happen moves money for it. */
export function isSettled({ state, money: decided }: StatementEntry): boolean {
  return decided === 'returned' || isPaid(state) || isUnsold(state);
}

const isPaid = (state: StatementEntry['state']): boolean => state === 'delivered' || state === 'finished';
const isUnsold = (state: StatementEntry['state']): boolean => state === 'absent' || state === 'refused';

/** What a settled attempt has moved since the checkpoint; undefined: not certain. */
function movedBy(entry: StatementEntry, wasHeld: boolean, currency: string): Money | undefined {
  const { state, price, money: decided } = entry;
  const { least, most } = rangeOf(price);
  if (!isSettled(entry) || most.currency !== currency) return undefined;
  // A price that is not known may still be asked for.
  if (!isUnsold(state) && (least.currency !== currency || compareMoney(least, most) !== 0)) return undefined;
  const isCharged = isPaid(state) && decided !== 'returned';
  const nothing = money('0', currency);
  // Charged before and after, or neither.
  if (isCharged === wasHeld) return nothing;
  return isCharged ? subtractMoney(nothing, most) : most;
}
