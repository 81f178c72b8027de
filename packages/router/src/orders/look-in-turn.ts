import type { Order } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import type { Watcher } from '../account/order-log.ts';
import type { News } from '../polling/index.ts';
import { heardOf } from './heard.ts';

/**
 * Asks for an open order once, in its turn among those that somebody waits for, and writes down what the
 * vendor says. An answer that tells nothing of the order is no answer: it is asked for again. Once the
 * order is over it is left, whoever ended it, because the vendor may give its id out again.
 */
export function lookInTurn(account: Account, entry: JournalEntry): void {
  if (entry.order && !account.signal.aborted) new Look(account, entry, entry.order);
}

class Look implements Watcher {
  readonly #account: Account;
  readonly #entry: Pick<JournalEntry, 'id' | 'sentAt' | 'sentUp'>;
  readonly #order: string;
  readonly #leave: () => void;

  constructor(account: Account, { id, sentAt, sentUp }: JournalEntry, order: Order) {
    const { boughtAt, expiresAt } = order;
    this.#account = account;
    this.#entry = { id, sentAt, ...(sentUp && { sentUp }) };
    this.#order = order.id;
    account.log.watch(id, this);
    const waiter = { id: order.id, boughtAt, ...(expiresAt !== undefined && { expiresAt }) };
    this.#leave = account.poller.enter(waiter, (news) => this.#hear(news));
  }

  changed({ state }: JournalEntry): void {
    if (state !== 'open') this.#end();
  }

  #end(): void {
    this.#leave();
    this.#account.log.leave(this.#entry.id, this);
  }

  #hear(news: News): void {
    const happening = heardOf(news, this.#account, this.#entry, this.#order);
    if (!happening) return;
    this.#end();
    // What cannot be read just now is asked for by whoever asks for the order next.
    this.#account.log.note(this.#entry.id, 'poller', happening).catch(() => undefined);
  }
}
