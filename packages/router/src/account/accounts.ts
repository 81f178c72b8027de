import { NumrouteError } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Account } from './account.ts';

/** The accounts of one router, by their provider's id. */
export class Accounts {
  readonly #accounts: ReadonlyMap<string, Account>;

  constructor(accounts: Iterable<Account>) {
    this.#accounts = new Map([...accounts].map((account) => [account.provider.manifest.id, account]));
  }

  [Symbol.iterator](): Iterator<Account> {
    return this.#accounts.values();
  }

  find(provider: string): Account | undefined {
    return this.#accounts.get(provider);
  }

  /** Undefined where the provider of an earlier run is configured no longer. */
  ofEntry({ offer }: JournalEntry): Account | undefined {
    return this.#accounts.get(offer.provider);
  }

  /** @throws {NumrouteError} INVALID_INPUT No such provider is configured. */
  get(provider: string): Account {
    const found = this.#accounts.get(provider);
    if (found) return found;
    const known = [...this.#accounts.keys()].join(', ');
    throw NumrouteError.input('provider', `one of ${known}`, JSON.stringify(provider));
  }
}
