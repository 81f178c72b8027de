import {
  type AnyNumrouteError,
  type Money,
  NumrouteError,
  type Offer,
  type Order,
  type Receipt,
} from '@numroute/core';
import type { Happening, JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import type { Attendance } from '../orders/attendance.ts';
import type { GiveUp } from '../orders/give-up.ts';
import { endEarlier } from '../orders/id-again.ts';
import { newOrder, type PurchaseTimes } from '../orders/new-order.ts';
import type { Rates } from '../quoting/rates.ts';
import type { BalanceCheck } from '../reconciliation/balance-check.ts';
import type { Charges } from '../reconciliation/charges.ts';
import type { LostPurchases } from '../reconciliation/lost-purchase.ts';
import { accept } from './accept.ts';
import type { Budgets } from './limits/budgets.ts';
import { keepSuccessRate } from './limits/success-rate.ts';
import type { Terms } from './terms.ts';
import { unknownOutcome } from './unknown-outcome.ts';

export interface Deal {
  readonly want: string;
  readonly buyer?: string;
  readonly offer: Offer;
  /** The buyer's cap in the offer's currency. What is charged above it is given up. */
  readonly maxPrice: Money;
  /** What the vendor is told to charge at most. */
  readonly agreed: Money;
  readonly settleForMs?: number;
  readonly bears?: Terms['bears'];
  readonly signal: AbortSignal;
}

/** Who takes part in a purchase. */
export interface PurchaseParties {
  readonly budgets: Budgets;
  readonly balanceCheck: BalanceCheck;
  readonly charges: Charges;
  readonly lostPurchases: LostPurchases;
  readonly attendance: Attendance;
  readonly giveUp: GiveUp;
  readonly rates: Rates;
  readonly newId: () => string;
}

/**
 * One purchase of one offer, at most one request:
 *
 * 1. reserve the account, and what the limits and the balance need before;
 * 2. write the intent, within the budgets;
 * 3. send the request;
 * 4. write its outcome;
 * 5. accept the order, or find out what became of the purchase.
 */
export class Purchases {
  readonly #parties: PurchaseParties;

  constructor(parties: PurchaseParties) {
    this.#parties = parties;
  }

  /**
   * Undefined when the account was shut, or the money spent otherwise, while the purchase waited for its turn.
   *
   * @throws {NumrouteError} OUTCOME_UNKNOWN The account is shut now. Any other code: nothing was charged.
   */
  async purchase(account: Account, deal: Deal): Promise<Order | undefined> {
    const { balanceCheck, charges, newId } = this.#parties;
    const { offer, want, signal } = deal;
    const places = (): number => (balanceCheck.isOpen(account) ? account.places : 1);
    return await account.purchases.add(signal, places, async (beside) => {
      if (account.availability !== 'ready') return undefined;
      const id = newId();
      account.sending.begin(id);
      try {
        await keepSuccessRate(account, offer, account.sending.before(id));
        await balanceCheck.open(account, signal);
        await charges.settled(account, signal);
        signal.throwIfAborted();
        if (!(await this.#writeIntent(account, id, deal, beside))) return undefined;
        account.emit({ type: 'purchase-started', attempt: id, want, offer });
        return await this.#send(account, id, deal).catch((thrown: unknown) => {
          // A bug of somebody's: no proof that nothing was charged.
          if (!NumrouteError.is(thrown) && thrown !== signal.reason) account.shut(id);
          throw thrown;
        });
      } finally {
        account.sending.end(id);
      }
    });
  }

  /** False where the account was shut before it was written, a purchase beside this one being in doubt, or where the money bears it no more. */
  async #writeIntent(account: Account, id: string, deal: Deal, beside: boolean): Promise<boolean> {
    const { want, offer, maxPrice } = deal;
    const intent: Happening = { kind: 'intent', want, offer, maxPrice, ...(beside && { beside }) };
    let isWritten = false;
    const isReady = (): boolean => account.availability === 'ready';
    await this.#parties.budgets.spend(deal, async () => {
      if (deal.bears && !(await deal.bears(maxPrice))) return;
      if (!isReady()) return;
      try {
        await account.log.write(id, 'buyer', intent);
        isWritten = true;
      } catch (error) {
        if (NumrouteError.is(error, 'WRONG_STATE')) {
          if (!isReady()) return;
          throw error;
        }
        if (NumrouteError.is(error, 'NOT_OWNER')) throw error;
        const why = NumrouteError.is(error) ? error.message : 'it failed with an error of its own';
        const message = `nothing was bought, because it could not be written down: ${why}`;
        throw new NumrouteError('CLOSED', message, {}, { cause: NumrouteError.from(error, 'journal') });
      }
    });
    return isWritten;
  }

  async #send(account: Account, id: string, deal: Deal): Promise<Order> {
    const { clock, provider } = account;
    const { offer, agreed, signal } = deal;
    const sentAt = clock.now();
    let receipt: Receipt;
    try {
      receipt = await provider.purchase(offer, { signal, maxPrice: agreed, attempt: id });
    } catch (thrown) {
      return await this.#failed(account, id, thrown, deal);
    }
    account.succeeded();
    return await this.#bought(account, id, receipt, { sentAt, boughtAt: clock.now() }, deal);
  }

  async #bought(
    account: Account,
    id: string,
    receipt: Receipt,
    times: PurchaseTimes,
    deal: Deal,
  ): Promise<Order> {
    const { attendance } = this.#parties;
    const { log, emit } = account;
    const { offer, want } = deal;
    const order = newOrder(offer, receipt, times, account.provider.manifest);
    await endEarlier(account, receipt);
    const bought: Happening = { kind: 'bought', order, adopted: false };
    const entry = await log.note(id, 'buyer', bought).catch((error: unknown) => {
      if (NumrouteError.is(error, 'WRONG_STATE')) return 'not ours' as const;
      return undefined;
    });
    if (entry === 'not ours') return await this.#unnamed(account, id, deal, order.id);
    emit({ type: 'purchase-made', attempt: id, want, order });
    await this.#giveUpSurplus(account, receipt, times, deal);
    if (entry?.order && !log.isBehind) {
      attendance.attend(entry);
      return await accept(account, entry, this.#parties, receipt);
    }
    // Paid, and a crash now would forget it: said aloud, with all there is to find it by.
    account.shut(id);
    log
      .caughtUp()
      .then(() => log.read(id))
      .then((written) => {
        account.reopen(id);
        if (written?.order) attendance.leaveAlone(account, written);
      })
      .catch(() => undefined);
    emit({ type: 'account-closed', provider: offer.provider, attempt: id, want, offer });
    const message = `${offer.provider}: order ${order.id} was bought, but could not be written down: ${log.trouble ?? 'the journal failed'}`;
    throw unknownOutcome(offer, message, { vendorWord: `${order.id} ${order.phone}`.trim() });
  }

  async #giveUpSurplus(
    account: Account,
    receipt: Receipt,
    times: PurchaseTimes,
    { offer, maxPrice }: Deal,
  ): Promise<void> {
    const { giveUp, newId } = this.#parties;
    const { log, provider } = account;
    for (const more of receipt.surplus ?? []) {
      const order = newOrder(offer, more, times, provider.manifest);
      const surplus: Happening = { kind: 'surplus', offer, maxPrice, order };
      const held = await log.note(newId(), 'buyer', surplus).catch(() => undefined);
      if (held) await giveUp.order(account, held, 'one request bought more than one number');
    }
  }

  /** The vendor answered with an order that another attempt holds: whatever it sold us now, it did not name. */
  async #unnamed(account: Account, id: string, { offer, want }: Deal, told: string): Promise<never> {
    const message = `${offer.provider}: the vendor answered with order ${told}, which is an earlier purchase's`;
    account.shut(id);
    const unheard = await account.log.note(id, 'buyer', { kind: 'unheard', message });
    if (unheard) await this.#parties.lostPurchases.settle(account, unheard).catch(() => undefined);
    account.emit({ type: 'account-closed', provider: offer.provider, attempt: id, want, offer });
    throw unknownOutcome(offer, message);
  }

  async #failed(account: Account, id: string, thrown: unknown, deal: Deal): Promise<Order> {
    const { lostPurchases, attendance } = this.#parties;
    const { log, emit } = account;
    const { offer, want, signal, settleForMs } = deal;
    const { provider } = offer;
    // By contract a purchase rejects with the signal's reason only if nothing was sent.
    if (signal.aborted && thrown === signal.reason) {
      await log.note(id, 'buyer', { kind: 'refused', code: 'ABORTED', message: 'not sent' });
      throw thrown;
    }
    const error = asError(thrown, offer);
    emit({ type: 'purchase-failed', attempt: id, want, offer, error });
    if (!error.moneyMayHaveMoved) {
      account.failed(error);
      await log.note(id, 'buyer', { kind: 'refused', code: error.code, message: error.message });
      throw error;
    }
    account.shut(id);
    const unheard = await log.note(id, 'buyer', { kind: 'unheard', message: error.message });
    if (!unheard) throw new Error(`attempt ${id} is not in the journal, although its intent was written`);
    // Whoever closes the router meanwhile must hear that money may have moved.
    const settled: JournalEntry = await lostPurchases
      .settle(account, unheard, settleForMs)
      .catch(() => unheard);
    if (settled.order) {
      attendance.attend(settled);
      return await accept(account, settled, this.#parties);
    }
    if (settled.money === 'free') {
      const proven = `${provider}: the reply to a purchase was lost; it is proven that nothing was bought`;
      throw new NumrouteError('UNAVAILABLE', proven, {});
    }
    emit({ type: 'account-closed', provider, attempt: id, want, offer });
    const vendorWord = NumrouteError.is(error, 'OUTCOME_UNKNOWN') ? error.details.vendorWord : undefined;
    throw unknownOutcome(offer, error.message, { vendorWord, cause: error.cause });
  }
}

/** An adapter that throws an error of its own has broken its promise: nothing is proven. */
function asError(thrown: unknown, offer: Offer): AnyNumrouteError {
  if (NumrouteError.is(thrown)) return thrown;
  const { provider } = offer;
  const { cause } = NumrouteError.from(thrown, provider);
  return unknownOutcome(offer, `${provider}: the adapter failed during a purchase`, { cause });
}
