import type { Money } from '@numroute/core';
import { type JournalEntry, LIVE } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import type { Accounts } from '../account/accounts.ts';
import type { Runtime } from '../account/runtime.ts';
import { unknownOutcome } from '../buying/unknown-outcome.ts';
import type { Rates } from '../quoting/rates.ts';
import type { LostPurchases } from '../reconciliation/lost-purchase.ts';
import type { CodeTerms } from './code-terms.ts';
import { capOf, type Spending, spendingOf } from './spending.ts';

export interface RecordParties {
  readonly runtime: Pick<Runtime, 'journal'>;
  readonly accounts: Accounts;
  readonly rates: Rates;
  readonly lostPurchases: LostPurchases;
}

/** What the journal holds of one want of a code, under all its ids. */
export class WantRecords {
  readonly #parties: RecordParties;
  readonly #ids: readonly string[];
  readonly #terms: CodeTerms;

  constructor(parties: RecordParties, ids: readonly string[], terms: CodeTerms) {
    this.#parties = parties;
    this.#ids = ids;
    this.#terms = terms;
  }

  /** @throws {NumrouteError} INVALID_INPUT A rate is missing. */
  async spending(): Promise<Spending> {
    return spendingOf(await this.#entries(), this.#terms.maxSpend.currency, this.#parties.rates);
  }

  /** What the next number may cost; undefined where nothing is left. @throws {NumrouteError} INVALID_INPUT A rate is missing. */
  async cap(): Promise<Money | undefined> {
    return capOf(await this.#entries(), this.#terms, this.#parties.rates);
  }

  /**
   * Its orders, in the order in which they were bought. What is in doubt is settled first.
   *
   * @throws {NumrouteError} OUTCOME_UNKNOWN A purchase stays in doubt.
   */
  async orders(): Promise<readonly { readonly account: Account; readonly entry: JournalEntry }[]> {
    const { accounts, lostPurchases } = this.#parties;
    const orders: { account: Account; entry: JournalEntry }[] = [];
    for (const known of await this.#entries()) {
      const account = accounts.ofEntry(known);
      const isInDoubt = LIVE.includes(known.state) && !known.order;
      const entry =
        account && isInDoubt
          ? await lostPurchases.settle(account, known, this.#terms.each.settleForMs)
          : known;
      if (LIVE.includes(entry.state) && !(entry.order && account)) throw notSettled(entry);
      if (entry.order && account) orders.push({ account, entry });
    }
    return orders;
  }

  async #entries(): Promise<readonly JournalEntry[]> {
    const { journal } = this.#parties.runtime;
    const lists = await Promise.all(this.#ids.map((want) => journal.list({ want })));
    return lists.flat().sort((one, other) => one.number - other.number);
  }
}

function notSettled({ offer }: JournalEntry) {
  return unknownOutcome(offer, `${offer.provider}: an earlier purchase for this code is not settled yet`);
}
