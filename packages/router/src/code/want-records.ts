import { compareMoney, type Money, NumrouteError } from '@numroute/core';
import { type JournalEntry, LIVE } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import type { Accounts } from '../account/accounts.ts';
import type { Runtime } from '../account/runtime.ts';
import { accept } from '../buying/accept.ts';
import { convertDown } from '../buying/agreed-price.ts';
import { unknownOutcome } from '../buying/unknown-outcome.ts';
import type { GiveUp } from '../orders/give-up.ts';
import type { Rates } from '../quoting/rates.ts';
import type { LostPurchases } from '../reconciliation/lost-purchase.ts';
import type { CodeTerms } from './code-terms.ts';
import { mayLive } from './number-tried.ts';
import { capOf, owedFor, type Spending, spendingOf } from './spending.ts';

export interface RecordParties {
  readonly runtime: Pick<Runtime, 'journal'>;
  readonly accounts: Accounts;
  readonly rates: Rates;
  readonly lostPurchases: LostPurchases;
  readonly giveUp: GiveUp;
}

/** A number of the want, at its account. */
interface NumberHeld {
  readonly account: Account;
  readonly entry: JournalEntry;
}

export interface Stock {
  readonly orders: readonly NumberHeld[];
  /** A purchase stays in doubt, or its number lives and cannot be named: nothing may be bought beside it. */
  readonly doubt: NumrouteError<'OUTCOME_UNKNOWN'> | undefined;
}

/** What the journal holds of one want of a code, under all its ids. */
export class WantRecords {
  readonly #parties: RecordParties;
  readonly #ids: readonly string[];
  readonly #terms: CodeTerms;
  /** What its attempts were owed for when the cap was found. */
  #owed = '';

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
    const entries = await this.#entries();
    this.#owed = JSON.stringify(owedFor(entries));
    return capOf(entries, this.#terms, this.#parties.rates);
  }

  /** Whether the next number may still cost so much: a vendor may have broken its promise of money meanwhile. */
  async bears(price: Money): Promise<boolean> {
    const entries = await this.#entries();
    if (JSON.stringify(owedFor(entries)) === this.#owed) return true;
    // What the cap was found for stays: the search goes on with that cap, and each of its offers asks here.
    const cap = capOf(entries, this.#terms, this.#parties.rates);
    const room = cap && convertDown(cap, price.currency, this.#parties.rates);
    return room !== undefined && compareMoney(price, room) <= 0;
  }

  /** Its orders, in the order in which they were bought. What is in doubt is looked for once more. */
  async takeStock(): Promise<Stock> {
    const { accounts } = this.#parties;
    const orders: NumberHeld[] = [];
    let doubt: Stock['doubt'];
    for (const known of await this.#entries()) {
      const account = accounts.ofEntry(known);
      const entry = account ? await this.#latest(account, known) : known;
      if (entry.order && account) orders.push({ account, entry });
      else if (LIVE.includes(entry.state)) doubt ??= unsettled(entry, 'is not settled yet');
      else if (entry.state === 'lost' && (!account || mayLive(account, entry)))
        doubt ??= unsettled(entry, 'was charged, and its number cannot be named as long as it lives');
    }
    return { orders, doubt };
  }

  async #latest(account: Account, known: JournalEntry): Promise<JournalEntry> {
    const { lostPurchases } = this.#parties;
    // What was bought while the disk is full is not in the journal yet.
    const entry = (await account.log.read(known.id)) ?? known;
    const isInDoubt = LIVE.includes(entry.state) && !entry.order;
    const settled = isInDoubt
      ? await lostPurchases.settle(account, entry, this.#terms.each.settleForMs).catch(() => entry)
      : entry;
    const isFresh = settled.state === 'open' && !settled.cancel?.insist && settled.usedAfterMs === undefined;
    if (!isFresh || !settled.order) return settled;
    // An earlier run may have ended before it looked at what it had bought.
    await accept(account, settled, this.#parties).catch((error: unknown) => {
      if (!NumrouteError.is(error, 'NOT_AS_OFFERED', 'PRICE_ABOVE_LIMIT')) throw error;
    });
    return (await account.log.read(settled.id)) ?? settled;
  }

  async #entries(): Promise<readonly JournalEntry[]> {
    const { journal } = this.#parties.runtime;
    const lists = await Promise.all(this.#ids.map((want) => journal.list({ want })));
    return lists.flat().sort((one, other) => one.number - other.number);
  }
}

const unsettled = ({ offer }: JournalEntry, what: string): NumrouteError<'OUTCOME_UNKNOWN'> =>
  unknownOutcome(offer, `${offer.provider}: an earlier purchase for this code ${what}`);
