import { NumrouteError, type Order, type OrderRef } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import type { Accounts } from '../account/accounts.ts';
import type { Attendance } from './attendance.ts';

/** An order that the journal knows, at its account. */
export interface Held {
  readonly account: Account;
  readonly entry: JournalEntry;
  readonly order: Order;
}

/** Finds the orders that somebody asks for by their id. Whoever asks takes care of the order from then on. */
export class HeldOrders {
  readonly #accounts: Accounts;
  readonly #attendance: Attendance;

  constructor(accounts: Accounts, attendance: Attendance) {
    this.#accounts = accounts;
    this.#attendance = attendance;
  }

  /** @throws {NumrouteError} UNKNOWN_ORDER The journal knows no such order. */
  async find(ref: OrderRef): Promise<Held> {
    const account = this.#accounts.get(ref.provider);
    const entry = await account.log.find(ref);
    if (!entry?.order) throw unknown(ref);
    this.#attendance.attend(entry);
    return { account, entry, order: entry.order };
  }
}

/** @throws {NumrouteError} UNKNOWN_ORDER The entry has no order any more. */
export function orderOf({ order, offer, id }: JournalEntry): Order {
  if (order) return order;
  throw unknown({ provider: offer.provider, id });
}

function unknown({ provider, id }: OrderRef): NumrouteError<'UNKNOWN_ORDER'> {
  return new NumrouteError('UNKNOWN_ORDER', `${provider}: order ${id} is not in the journal`, { id });
}
