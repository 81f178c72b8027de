import { type ErrorCode, type ErrorDetails, type Money, NumrouteError, type Receipt } from '@numroute/core';
import type { PurchaseOutcome, RefusalCode, Reply } from '../adapter.ts';
import { turnedAway } from './edge.ts';
import { unexpected } from './failure.ts';
import { readAs, type Shape } from './read-as.ts';
import { isSuccess } from './reply.ts';
import { told } from './told.ts';
import { unproven } from './unproven.ts';

/** A word of the vendor's, and what it means. */
export interface Said<
  C extends ErrorCode = RefusalCode | 'UNKNOWN_ORDER' | 'WRONG_STATE' | 'UNAVAILABLE' | 'UNREADABLE',
> {
  readonly code: C;
  /** As it is shown. */
  readonly word: string;
  /** What it would have cost. */
  readonly price?: Money | undefined;
  readonly retryAfterMs?: number | undefined;
  /** Refused for the rest of the order's life. */
  readonly final?: true | undefined;
}

/**
 * The error of a word that came in the place of what was asked for.
 *
 * @param id The order that was asked for, where one was.
 */
export function saidError({ code, word, retryAfterMs, final }: Said, id = ''): NumrouteError {
  const details = {
    vendorWord: word,
    ...told({ retryAfterMs, final }),
    ...(code === 'UNKNOWN_ORDER' && { id }),
  };
  return new NumrouteError<ErrorCode>(
    code,
    `the vendor answered ${word}`,
    details as ErrorDetails[typeof code],
  );
}

/**
 * The data of a reply to anything but a purchase, as its schema makes it.
 *
 * @param said What the vendor said instead; undefined: no word that is known.
 * @param id The order that was asked for, where one was.
 * @throws {NumrouteError} What the word means; without one, what the status means. UNREADABLE
 */
export function dataOf<T>(reply: Reply, shape: Shape<T>, said: Said | undefined, id?: string): T {
  refuseSaid(reply, said, id);
  return readAs(reply, shape);
}

/** The same for a reply that is read in some other way. */
export function refuseSaid(reply: Reply, said: Said | undefined, id?: string): void {
  if (said) throw saidError(said, id);
  if (!isSuccess(reply)) throw unexpected(reply);
}

/** What was said, where it refuses a purchase; undefined for a word about an order, or of a server that failed. */
export function refusalOf(said: Said | undefined): Said<RefusalCode> | undefined {
  if (!said) return undefined;
  const { code } = said;
  switch (code) {
    case 'UNKNOWN_ORDER':
    case 'WRONG_STATE':
    case 'UNAVAILABLE':
    case 'UNREADABLE':
      return undefined;
    default:
      return { ...said, code };
  }
}

/**
 * What a reply to a purchase proves by what was found in it. Whatever is neither refused nor sold may have
 * been charged, unless the filter in front of the vendor turned it away.
 *
 * @param found A word after which nothing was bought; the order that was sold.
 */
export function outcomeOf(
  reply: Reply,
  {
    refused,
    sold,
  }: { readonly refused?: Said<RefusalCode> | undefined; readonly sold?: Receipt | undefined },
): PurchaseOutcome {
  if (refused) {
    const { code, word, price, retryAfterMs } = refused;
    return { outcome: 'rejected', code, word, ...told({ price, retryAfterMs }) };
  }
  return sold ? { outcome: 'accepted', receipt: sold } : (turnedAway(reply) ?? unproven(reply));
}
