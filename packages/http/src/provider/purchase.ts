import {
  type ErrorCode,
  type ErrorDetails,
  NumrouteError,
  type Offer,
  type OrderReport,
  type Receipt,
} from '@numroute/core';
import type { Adapter, PurchaseOutcome, RefusalCode, Reply } from '../adapter.ts';
import type { Exchange } from '../wire/exchange.ts';
import type { Redactor } from '../wire/redact.ts';
import type { Connection } from './connection.ts';
import { causeOf, evidence } from './own-error.ts';

const ID = /^[\w-]{1,64}$/;
const PHONE = /^\+\d{5,20}$/;

const REFUSALS: Readonly<Record<RefusalCode, string>> = {
  OUT_OF_STOCK: 'the vendor has no number left at this offer',
  PRICE_ABOVE_LIMIT: 'the vendor wants more than the agreed price',
  REJECTED: 'the vendor refused the purchase',
  INSUFFICIENT_FUNDS: 'the balance with the vendor is too low',
  UNAUTHORIZED: 'the vendor does not accept the key',
  RATE_LIMITED: 'the vendor asks to slow down',
};

/**
 * What one exchange proves about the money. Only listed evidence leads away from OUTCOME_UNKNOWN:
 * no connection at all, a refusal that the adapter recognised, a complete receipt.
 */
export function concludePurchase(
  adapter: Adapter,
  offer: Offer,
  result: Exchange<Reply>,
  connection: Pick<Connection, 'redactor' | 'strike' | 'forgetToken'>,
): Receipt {
  const { id } = adapter.manifest;
  const redactor = connection.redactor();
  const unknown = (why: string, seen?: string, cause?: { readonly cause: Error }): NumrouteError =>
    new NumrouteError(
      'OUTCOME_UNKNOWN',
      `${id}: the purchase was sent and may have been charged: ${redactor.word(why)}.`,
      { offer, ...(seen !== undefined && seen !== '' && { vendorWord: evidence(seen, redactor) }) },
      cause,
    );

  if (result.kind === 'not-sent') {
    throw new NumrouteError(
      'UNAVAILABLE',
      `${id}: no connection, so the purchase never left and nothing was charged (${redactor.word(result.why)}).`,
      {},
    );
  }
  if (result.kind === 'no-reply') throw unknown(result.why, result.partial);

  const { reply } = result;
  if (reply.status >= 300 && reply.status < 400)
    throw unknown(`redirect, status ${reply.status}`, reply.text);
  let outcome: PurchaseOutcome;
  try {
    outcome = connection.strike(adapter.purchase.read(reply, offer));
  } catch (error) {
    const cause = causeOf(error, redactor);
    throw unknown('the adapter failed to read the reply', reply.text, { cause });
  }
  if (outcome?.outcome === 'rejected' && Object.hasOwn(REFUSALS, outcome.code)) {
    // The key may be as good as ever: the next request fetches another token.
    if (outcome.code === 'UNAUTHORIZED' && adapter.auth.in === 'token') {
      connection.forgetToken();
      throw new NumrouteError('UNAVAILABLE', `${id}: the token ended; nothing was charged.`, {});
    }
    throw refusal(id, outcome, redactor);
  }
  if (outcome?.outcome === 'accepted') {
    if (complete(outcome.receipt)) return outcome.receipt;
    throw unknown('the reply holds no complete order', reply.text);
  }
  const why = outcome?.outcome === 'unknown' ? String(outcome.why) : 'the adapter could not tell';
  throw unknown(`${why}, status ${reply.status}`, reply.text);
}

function refusal(
  id: string,
  { code, word, price, retryAfterMs }: Extract<PurchaseOutcome, { outcome: 'rejected' }>,
  redactor: Redactor,
): NumrouteError {
  const vendorWord = redactor.word(String(word ?? ''));
  const details = {
    vendorWord,
    ...(code === 'PRICE_ABOVE_LIMIT' && price && { price }),
    ...(code === 'RATE_LIMITED' && retryAfterMs !== undefined && { retryAfterMs }),
  };
  const message = `${id}: ${REFUSALS[code]}${vendorWord === '' ? '' : ` (${vendorWord})`}.`;
  return new NumrouteError<ErrorCode>(code, message, details satisfies ErrorDetails[RefusalCode]);
}

function complete(receipt: Receipt | undefined): boolean {
  if (typeof receipt !== 'object' || receipt === null) return false;
  const { phone, surplus = [] } = receipt;
  return (
    (phone === undefined || (typeof phone === 'string' && PHONE.test(phone))) &&
    typeof receipt.status === 'string' &&
    Array.isArray(receipt.messages) &&
    identified(receipt) &&
    Array.isArray(surplus) &&
    surplus.every(identified)
  );
}

function identified(report: OrderReport): boolean {
  return typeof report?.id === 'string' && ID.test(report.id);
}
