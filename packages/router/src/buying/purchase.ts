import {
  type AnyNumrouteError,
  type Clock,
  type Money,
  NumrouteError,
  type Offer,
  type Order,
  type Receipt,
} from '@numroute/core';
import type { Happening, Journal, JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import { addUntorn } from '../lane/queue-task.ts';
import { endEarlier } from '../orders/id-again.ts';
import { orderOf } from '../orders/new-order.ts';
import type { RouterEvent } from '../router.ts';
import type { Budgets } from './limits/budgets.ts';
import type { Conducts } from './limits/success-rate.ts';
import { type AcceptContext, accept } from './price-cap.ts';

export interface PurchaseContext extends AcceptContext {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly budgets: Budgets;
  readonly conducts: Conducts;
  readonly newId: () => string;
  readonly emit: (event: RouterEvent) => void;
  /** Looks for a purchase whose reply was lost, once and then for so long; the entry as it is then known. */
  readonly settle: (account: Account, entry: JournalEntry, forMs?: number) => Promise<JournalEntry>;
  /** Before the first purchase at an account: what is needed to account for a lost one. */
  readonly prepare: (account: Account, signal: AbortSignal) => Promise<void>;
  /** Somebody takes care of the order. */
  readonly attend: (entry: JournalEntry) => void;
  /** Gives an order up that was found again, unless somebody asks for it soon. */
  readonly leaveAlone: (account: Account, entry: JournalEntry) => void;
}

export interface Deal {
  readonly want: string;
  readonly buyer?: string;
  readonly offer: Offer;
  /** The buyer's cap in the offer's currency. What is charged above it is given up. */
  readonly maxPrice: Money;
  /** What the vendor is told to charge at most. */
  readonly agreed: Money;
  readonly settleForMs?: number;
  readonly signal: AbortSignal;
}

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
    await context.conducts.keep(account, deal.offer);
    await context.prepare(account, deal.signal);
    return await send(account, deal, context);
  });
}

async function send(account: Account, deal: Deal, context: PurchaseContext): Promise<Order> {
  const { budgets, emit } = context;
  const { offer, maxPrice, want, signal } = deal;
  const id = context.newId();
  await budgets.spend(deal, async () => {
    try {
      await account.pen.write(id, 'buyer', { kind: 'intent', want, offer, maxPrice });
    } catch (error) {
      if (NumrouteError.is(error, 'WRONG_STATE')) throw error;
      const why = NumrouteError.is(error) ? error.message : 'it failed with an error of its own';
      const message = `nothing was bought, because it could not be written down: ${why}`;
      throw new NumrouteError('CLOSED', message, {}, { cause: NumrouteError.from(error, 'journal') });
    }
  });
  emit({ type: 'purchase-started', attempt: id, want, offer });
  account.sending.add(id);
  try {
    return await sent(account, id, deal, context);
  } catch (thrown) {
    // A bug of somebody's: no proof that nothing was charged.
    if (!NumrouteError.is(thrown) && thrown !== signal.reason) account.shut(id);
    throw thrown;
  } finally {
    account.sending.delete(id);
  }
}

async function sent(account: Account, id: string, deal: Deal, context: PurchaseContext): Promise<Order> {
  const { clock, emit } = context;
  const { offer, maxPrice, agreed, want, signal } = deal;
  const sentAt = clock.now();
  let receipt: Receipt;
  try {
    receipt = await account.provider.purchase(offer, { signal, maxPrice: agreed });
  } catch (thrown) {
    return await failed(account, id, thrown, deal, context);
  }
  account.succeeded();
  const { timing } = account.provider.manifest;
  const times = { sentAt, boughtAt: clock.now() };
  const order = orderOf(offer, receipt, times, timing);
  await endEarlier(account, receipt);
  const bought: Happening = { kind: 'bought', order, adopted: false };
  const entry = await account.pen.note(id, 'buyer', bought).catch((error: unknown) => {
    if (NumrouteError.is(error, 'WRONG_STATE')) return 'not ours' as const;
    return undefined;
  });
  if (entry === 'not ours') return await unnamed(account, id, deal, order.id, context);
  emit({ type: 'purchase-made', attempt: id, want, order });
  for (const more of receipt.surplus ?? []) {
    const extra = orderOf(offer, more, times, timing);
    const surplus: Happening = { kind: 'surplus', offer, maxPrice, order: extra };
    const held = await account.pen.note(context.newId(), 'buyer', surplus).catch(() => undefined);
    if (held) await context.giveUp(account, held, 'one request bought more than one number');
  }
  if (entry?.order && !account.pen.isBehind) {
    context.attend(entry);
    return await accept(account, entry, context, receipt);
  }
  // Paid, and a crash now would forget it: said aloud, with all there is to find it by.
  account.shut(id);
  account.pen
    .caughtUp()
    .then(() => account.pen.read(id))
    .then((written) => {
      account.reopen(id);
      if (written?.order) context.leaveAlone(account, written);
    })
    .catch(() => undefined);
  emit({ type: 'account-closed', provider: offer.provider, attempt: id, want, offer });
  const message = `${offer.provider}: order ${order.id} was bought, but could not be written down: ${account.pen.trouble ?? 'the journal failed'}`;
  throw unknownOutcome(offer, message, { vendorWord: `${order.id} ${order.phone}`.trim() });
}

/** The vendor answered with an order that another attempt holds: whatever it sold us now, it did not name. */
async function unnamed(
  account: Account,
  id: string,
  { offer, want }: Deal,
  told: string,
  { emit, settle }: PurchaseContext,
): Promise<never> {
  const message = `${offer.provider}: the vendor answered with order ${told}, which is an earlier purchase's`;
  account.shut(id);
  const unheard = await account.pen.note(id, 'buyer', { kind: 'unheard', message });
  if (unheard) await settle(account, unheard).catch(() => undefined);
  emit({ type: 'account-closed', provider: offer.provider, attempt: id, want, offer });
  throw unknownOutcome(offer, message);
}

async function failed(
  account: Account,
  id: string,
  thrown: unknown,
  { offer, want, signal, settleForMs }: Deal,
  context: PurchaseContext,
): Promise<Order> {
  const { emit } = context;
  const provider = offer.provider;
  // By contract a purchase rejects with the signal's reason only if nothing was sent.
  if (signal.aborted && thrown === signal.reason) {
    await account.pen.note(id, 'buyer', { kind: 'refused', code: 'ABORTED', message: 'not sent' });
    throw thrown;
  }
  // An adapter that throws an error of its own has broken its promise: nothing is proven.
  const error: AnyNumrouteError = NumrouteError.is(thrown)
    ? thrown
    : unknownOutcome(offer, `${provider}: the adapter failed during a purchase`, {
        cause: NumrouteError.from(thrown, provider).cause,
      });
  emit({ type: 'purchase-failed', attempt: id, want, offer, error });
  if (!error.moneyMayHaveMoved) {
    account.failed(error);
    await account.pen.note(id, 'buyer', { kind: 'refused', code: error.code, message: error.message });
    throw error;
  }
  account.shut(id);
  const unheard = await account.pen.note(id, 'buyer', { kind: 'unheard', message: error.message });
  if (!unheard) throw missing(id);
  // Whoever closes the router meanwhile must hear that money may have moved.
  const settled = await context.settle(account, unheard, settleForMs).catch(() => unheard);
  if (settled.order) {
    context.attend(settled);
    return await accept(account, settled, context);
  }
  if (settled.money === 'free') {
    const proven = `${provider}: the reply to a purchase was lost; it is proven that nothing was bought`;
    throw new NumrouteError('UNAVAILABLE', proven, {});
  }
  emit({ type: 'account-closed', provider, attempt: id, want, offer });
  const vendorWord = NumrouteError.is(error, 'OUTCOME_UNKNOWN') ? error.details.vendorWord : undefined;
  throw unknownOutcome(offer, error.message, { vendorWord, cause: error.cause });
}

function missing(attempt: string): Error {
  return new Error(`attempt ${attempt} is not in the journal, although its intent was written`);
}

export function unknownOutcome(
  offer: Offer,
  message: string,
  { vendorWord, cause }: { readonly vendorWord?: string | undefined; readonly cause?: unknown } = {},
): NumrouteError<'OUTCOME_UNKNOWN'> & AnyNumrouteError {
  return new NumrouteError(
    'OUTCOME_UNKNOWN',
    message,
    { offer, ...(vendorWord !== undefined && { vendorWord }) },
    cause === undefined ? undefined : { cause },
  ) as NumrouteError<'OUTCOME_UNKNOWN'> & AnyNumrouteError;
}
