import { addMoney, compareMoney, type Money, NumrouteError, subtractMoney } from '@numroute/core';
import { amountIn } from './amount.ts';
import type { LedgerEntry, WorldOrder } from './world.ts';

/** A customer's money with the vendor. */
export interface Account {
  readonly balance: Money;
  readonly ledger: readonly LedgerEntry[];
  /** @throws {NumrouteError} INSUFFICIENT_FUNDS */
  requireFunds(price: Money): void;
  charge(order: WorldOrder, at: number): void;
  /** The price comes back as soon as {@link Account.settle} is told that it is due. */
  refundAt(due: number, order: WorldOrder): void;
  deposit(amount: string, at: number): void;
  settle(now: number): void;
}

export function openAccount(currency: string, firstFunds: string): Account {
  const ledger: LedgerEntry[] = [];
  let refunds: { readonly due: number; readonly order: WorldOrder }[] = [];
  let funds = amountIn(currency, firstFunds);

  return {
    get balance() {
      return funds;
    },
    ledger,
    requireFunds(price) {
      if (compareMoney(funds, price) >= 0) return;
      throw new NumrouteError('INSUFFICIENT_FUNDS', 'The balance does not cover the price.', {});
    },
    charge({ id, price }, at) {
      funds = subtractMoney(funds, price);
      ledger.push({ at, kind: 'charge', amount: price.amount, order: id });
    },
    refundAt(due, order) {
      refunds.push({ due, order });
    },
    deposit(text, at) {
      const added = amountIn(currency, text);
      funds = addMoney(funds, added);
      ledger.push({ at, kind: 'deposit', amount: added.amount });
    },
    settle(now) {
      const due = refunds.filter((refund) => refund.due <= now).sort((a, b) => a.due - b.due);
      refunds = refunds.filter((refund) => refund.due > now);
      for (const { due: at, order } of due) {
        funds = addMoney(funds, order.price);
        ledger.push({ at, kind: 'refund', amount: order.price.amount, order: order.id });
      }
    },
  };
}
