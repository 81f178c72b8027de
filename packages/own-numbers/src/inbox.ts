import type { Call, Message, Period } from '@numroute/core';

/** An SMS that came to a number of one's own. Its text stays verbatim. */
export interface InboundSms extends Message {
  /** Unique within its inbox, and the same each time it is listed. */
  readonly id: string;
  readonly text: string;
  /** Milliseconds since 1970, by the inbox's clock. */
  readonly receivedAt: number;
}

/**
 * Where the SMS of one's own numbers arrive: a phone company's API, a SIM gateway, a bridge from e-mail. It
 * only reads.
 */
export interface Inbox {
  /**
   * Every SMS to the number within the period, the oldest first: all pages, or an error. One to another number
   * is another want's code, and is never listed.
   *
   * @param number E.164 with its plus.
   * @throws {NumrouteError} UNAVAILABLE, UNREADABLE, UNAUTHORIZED or RATE_LIMITED; the signal's reason.
   */
  list(number: string, period: Period, call: Call): Promise<readonly InboundSms[]>;
  /** Frees sockets. May be called twice. */
  close?(): Promise<void>;
}

/** The oldest first; what came at the same moment keeps its order. */
export function oldestFirst(messages: readonly InboundSms[]): readonly InboundSms[] {
  return messages.toSorted((one, other) => one.receivedAt - other.receivedAt);
}
