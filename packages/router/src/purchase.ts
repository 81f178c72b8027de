import {
  type AnyNumrouteError,
  advance,
  type Clock,
  can,
  compareMoney,
  isClosed,
  type Money,
  NumrouteError,
  type Offer,
  type Order,
  parseDecimal,
  type Receipt,
} from '@numroute/core';
import { type Account, asNumrouteError } from './accounts.ts';
import type { Intent, Journal, Outcome } from './journal.ts';
import type { Rates } from './rates.ts';
import type { RouterEvent } from './router.ts';
import { addUntorn } from './untorn.ts';

export interface PurchaseContext {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly rates: Rates;
  readonly newId: () => string;
  readonly emit: (event: RouterEvent) => void;
}

export interface Deal {
  readonly want: string;
  readonly offer: Offer;
  /** In the offer's currency. */
  readonly maxPrice: Money;
  readonly signal: AbortSignal;
}

/** Our clock and the vendor's may differ by so much when an order is looked for by its time. */
const CLOCK_SKEW_MS = 120_000;

/**
 * One attempt at one offer: intent written, one request, outcome written. Undefined when the
 * account was shut while the attempt stood in line at its till.
 *
 * @throws {NumrouteError} OUTCOME_UNKNOWN The account is shut now. Any other code: nothing was charged.
 */
export async function attempt(
  account: Account,
  deal: Deal,
  context: PurchaseContext,
): Promise<Order | undefined> {
  return await addUntorn(account.till, deal.signal, async () => {
    if (account.availability !== 'ready') return undefined;
    return await send(account, deal, context);
  });
}

async function send(account: Account, deal: Deal, context: PurchaseContext): Promise<Order> {
  const { clock, journal, emit } = context;
  const { offer, maxPrice, want, signal } = deal;
  const intent: Intent = { attempt: context.newId(), want, offer, maxPrice, at: clock.now() };
  try {
    await journal.writeIntent(intent);
  } catch {
    throw new NumrouteError('CLOSED', 'the journal could not be written, so nothing was bought', {});
  }
  emit({ type: 'purchase-started', offer });
  let receipt: Receipt;
  try {
    receipt = await account.provider.purchase(offer, { signal, maxPrice });
  } catch (thrown) {
    return await failed(account, intent, thrown, deal, context);
  }
  account.succeeded();
  return await bought(account, intent, receipt, false, context);
}

async function failed(
  account: Account,
  intent: Intent,
  thrown: unknown,
  { offer, signal }: Deal,
  context: PurchaseContext,
): Promise<Order> {
  const { journal, emit } = context;
  const provider = offer.provider;
  // Without an outcome the intent counts as unresolved: too careful where the write fails, never careless.
  const note = (outcome: Outcome): Promise<void> =>
    journal.writeOutcome(intent.attempt, outcome).catch(() => undefined);
  // By contract a purchase rejects with the signal's reason only if nothing was sent.
  if (signal.aborted && thrown === signal.reason) {
    await note({ kind: 'refused', code: 'ABORTED', message: 'not sent' });
    throw thrown;
  }
  // An adapter that throws an error of its own has broken its promise: nothing is proven.
  const error: AnyNumrouteError = NumrouteError.is(thrown)
    ? thrown
    : unknownOutcome(offer, `${provider}: the adapter failed during a purchase`);
  emit({ type: 'purchase-failed', offer, error });
  if (!error.moneyMayHaveMoved) {
    account.failed(error);
    await note({ kind: 'refused', code: error.code, message: error.message });
    throw error;
  }
  account.shut();
  await note({ kind: 'unknown', message: error.message });
  // A search that fails proves nothing either.
  const found = await lookForIt(account, intent, context).catch(() => undefined);
  if (found) {
    account.reopen();
    return await bought(account, intent, found, true, context);
  }
  emit({ type: 'account-closed', provider, offer });
  throw NumrouteError.is(error, 'OUTCOME_UNKNOWN')
    ? unknownOutcome(offer, error.message, error.details.vendorWord)
    : unknownOutcome(offer, error.message);
}

/** The one open order that nobody knows and that fits; more than one, or none, proves nothing. */
async function lookForIt(
  account: Account,
  { offer, at, maxPrice }: Intent,
  { journal }: PurchaseContext,
): Promise<Receipt | undefined> {
  const { provider } = account;
  if (!can(provider, 'listOpenOrders')) return undefined;
  const open = await provider.listOpenOrders({ signal: new AbortController().signal });
  const candidates: Receipt[] = [];
  for (const report of open) {
    const { id, status, phone, service, country, pool, price, orderedAt } = report;
    if (phone === undefined || isClosed(status)) continue;
    if (service !== undefined && service !== offer.service) continue;
    if (country !== undefined && country !== offer.country) continue;
    if (pool !== undefined && offer.pool !== undefined && pool !== offer.pool) continue;
    if (orderedAt !== undefined && orderedAt < at - CLOCK_SKEW_MS) continue;
    if (price && price.currency === maxPrice.currency && compareMoney(price, maxPrice) > 0) continue;
    if (await journal.findOrder({ provider: offer.provider, id })) continue;
    candidates.push({ ...report, phone });
  }
  return candidates.length === 1 ? candidates[0] : undefined;
}

async function bought(
  account: Account,
  intent: Intent,
  receipt: Receipt,
  adopted: boolean,
  context: PurchaseContext,
): Promise<Order> {
  const { journal, clock, emit, rates } = context;
  const { offer, maxPrice } = intent;
  const order = orderOf(offer, receipt, clock.now());
  try {
    await journal.writeOutcome(intent.attempt, { kind: 'bought', order, adopted });
  } catch {
    // Paid, and nothing would remember it: said aloud, with all there is to find it by.
    account.shut();
    emit({ type: 'purchase-made', order });
    emit({ type: 'account-closed', provider: offer.provider, offer });
    const message = `${offer.provider}: order ${order.id} was bought, but the journal could not be written`;
    throw unknownOutcome(offer, message, `${order.id} ${order.phone}`);
  }
  emit({ type: 'purchase-made', order });
  for (const surplus of receipt.surplus ?? []) {
    const extra = orderOf(offer, { ...surplus, phone: surplus.phone ?? '' }, clock.now());
    // A cancel needs no journal.
    await journal.writeOrder(extra).catch(() => undefined);
    await giveUp(account, extra, context);
  }
  const paid = rates.convert(order.paid, maxPrice.currency);
  if (paid && compareMoney(paid, maxPrice) <= 0) return order;
  const confirmed = await giveUp(account, order, context);
  const message = `${offer.provider}: charged ${order.paid.amount} ${order.paid.currency}, above the cap of ${maxPrice.amount} ${maxPrice.currency}; `;
  throw confirmed
    ? new NumrouteError('PRICE_ABOVE_LIMIT', `${message}cancelled at once`, { price: order.paid })
    : new NumrouteError('PRICE_ABOVE_LIMIT', `${message}a refund is not confirmed`, {
        price: order.paid,
        order: { provider: order.provider, id: order.id },
      });
}

/** Whether the vendor confirmed and promises the money back. What it did not confirm stays open in the journal. */
async function giveUp(account: Account, order: Order, { journal }: PurchaseContext): Promise<boolean> {
  const { provider } = account;
  if (!can(provider, 'cancelOrder')) return false;
  try {
    const report = await provider.cancelOrder(order.id, { signal: new AbortController().signal });
    await journal.writeOrder(advance(order, report));
    return report.status === 'cancelled' && provider.manifest.traits.refundsOnCancel;
  } catch (error) {
    account.failed(asNumrouteError(error, order.provider));
    return false;
  }
}

function orderOf(offer: Offer, receipt: Receipt, now: number): Order {
  // A price that is none must not cost us the receipt.
  const price = receipt.price && parseDecimal(receipt.price.amount) ? receipt.price : undefined;
  return {
    provider: offer.provider,
    id: receipt.id,
    phone: receipt.phone,
    service: offer.service,
    country: offer.country,
    ...(offer.pool !== undefined && { pool: offer.pool }),
    quoted: offer.price,
    paid: price ?? offer.price,
    paidSource: price ? 'vendor' : 'offer',
    status: receipt.status,
    messages: receipt.messages,
    boughtAt: now,
    ...(receipt.expiresAt !== undefined && { expiresAt: receipt.expiresAt }),
    ...(receipt.cancelAfter !== undefined && { cancelAfter: receipt.cancelAfter }),
    refund: 'none',
  };
}

export function unknownOutcome(
  offer: Offer,
  message: string,
  vendorWord?: string,
): NumrouteError<'OUTCOME_UNKNOWN'> & AnyNumrouteError {
  return new NumrouteError('OUTCOME_UNKNOWN', message, {
    offer,
    ...(vendorWord !== undefined && { vendorWord }),
  }) as NumrouteError<'OUTCOME_UNKNOWN'> & AnyNumrouteError;
}
