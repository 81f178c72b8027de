import { NumrouteError } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Account } from './account.ts';
import type { Vendor } from './vendor.ts';

/** The accounts of one router, or the vendors of one comparison, by their provider's id. */
export class Accounts<T extends Vendor = Account> {
  readonly #accounts: ReadonlyMap<string, T>;

  constructor(accounts: Iterable<T>) {
    this.#accounts = new Map([...accounts].map((account) => [account.provider.manifest.id, account]));
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#accounts.values();
  }

  find(provider: string): T | undefined {
    return this.#accounts.get(provider);
  }

  /** Undefined where the provider of an earlier run is configured no longer. */
  ofEntry({ offer }: JournalEntry): T | undefined {
    return this.#accounts.get(offer.provider);
  }

  /** @throws {NumrouteError} INVALID_INPUT No such provider is configured. */
  get(provider: string, field = 'provider'): T {
    const found = this.#accounts.get(provider);
    if (found) return found;
    const known = [...this.#accounts.keys()].join(', ');
    throw NumrouteError.input(field, `one of ${known}`, JSON.stringify(provider));
  }
}
