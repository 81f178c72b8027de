import type { OrderStatus } from '@numroute/core';
import { headerWait, type RefusalCode, type Reply, type Said } from '@numroute/http';

/** 5sim says no in plain sentences, documented without a status each, and seen with these. */
const statuses: Readonly<Record<'heard' | 'about an order' | 'busy', readonly number[]>> = {
  heard: [200, 400],
  'about an order': [200, 400, 404],
  /** 429 of a key, 503 of an address. */
  busy: [429, 503],
};

interface Meaning {
  /** The statuses that it counts with. @default any */
  readonly at?: keyof typeof statuses;
  /** After it a purchase was certainly not made. */
  readonly refusal?: RefusalCode;
  /** The error of a call that is not a purchase. */
  readonly error?: 'RATE_LIMITED' | 'UNAVAILABLE' | 'UNKNOWN_ORDER' | 'WRONG_STATE';
  /** A cancel is refused for the rest of the order's life. */
  readonly final?: true;
  /** A list was asked for something that is not sold. */
  readonly isUnsold?: true;
}

const sentences = {
  'no free phones': { at: 'heard', refusal: 'OUT_OF_STOCK' },
  'no free phones, max price': { at: 'heard', refusal: 'PRICE_ABOVE_LIMIT' },
  'not enough user balance': { at: 'heard', refusal: 'INSUFFICIENT_FUNDS' },
  'not enough rating': { at: 'heard', refusal: 'REJECTED' },
  'no product': { at: 'heard', refusal: 'REJECTED', isUnsold: true },
  'product is incorrect': { at: 'heard', refusal: 'REJECTED', isUnsold: true },
  'bad country': { at: 'heard', refusal: 'REJECTED', isUnsold: true },
  'country is incorrect': { at: 'heard', refusal: 'REJECTED', isUnsold: true },
  'select country': { at: 'heard', refusal: 'REJECTED' },
  'bad operator': { at: 'heard', refusal: 'REJECTED' },
  'select operator': { at: 'heard', refusal: 'REJECTED' },
  'reuse not possible': { at: 'heard', refusal: 'REJECTED' },
  'reuse false': { at: 'heard', refusal: 'REJECTED' },
  'reuse expired': { at: 'heard', refusal: 'REJECTED' },
  'too many requests': { at: 'busy', refusal: 'RATE_LIMITED', error: 'RATE_LIMITED' },
  'api limit is 100 requests per second': { at: 'busy', refusal: 'RATE_LIMITED', error: 'RATE_LIMITED' },
  'ip address limit is 100 requests per second': {
    at: 'busy',
    refusal: 'RATE_LIMITED',
    error: 'RATE_LIMITED',
  },
  // These two promise nothing of a purchase.
  'server offline': { error: 'UNAVAILABLE' },
  'internal error': { error: 'UNAVAILABLE' },
  'order not found': { at: 'about an order', error: 'UNKNOWN_ORDER' },
  'record not found': { at: 'about an order', error: 'UNKNOWN_ORDER' },
  'order expired': { at: 'about an order', error: 'WRONG_STATE', final: true },
  'order has sms': { at: 'about an order', error: 'WRONG_STATE', final: true },
  'order no sms': { at: 'about an order', error: 'WRONG_STATE' },
  'hosting order': { at: 'about an order', error: 'WRONG_STATE', final: true },
  'you need to wait time': { at: 'about an order', error: 'WRONG_STATE' },
} as const;

export type Sentence = keyof typeof sentences;

/**
 * The vendor's states. `RECEIVED` says that the number is there and waits, nothing of an SMS. What becomes
 * of the money after `TIMEOUT` is not documented. A ban is taken for a cancel, as clients do.
 */
export const states: Readonly<Record<string, OrderStatus>> = {
  PENDING: 'open',
  RECEIVED: 'open',
  FINISHED: 'finished',
  CANCELED: 'cancelled',
  BANNED: 'cancelled',
  TIMEOUT: 'gone',
};

const meanings: ReadonlyMap<string, Meaning> = new Map(Object.entries(sentences));

/** What a reply means that is one sentence, with a status that goes with it. A long one is a list: it is not joined. */
export function meaningOf(reply: Reply): Meaning {
  const meaning = reply.parts ? undefined : meanings.get(reply.text);
  const isIts = meaning?.at === undefined || statuses[meaning.at].includes(reply.status);
  return meaning && isIts ? meaning : {};
}

/**
 * What a reply says to anything but a purchase.
 *
 * @param order That was asked for: nothing else is unknown or in the wrong state.
 */
export function saidBy(reply: Reply, order?: string): Said | undefined {
  const { error: code, final } = meaningOf(reply);
  const isAboutOne = code === 'UNKNOWN_ORDER' || code === 'WRONG_STATE';
  if (code === undefined || (isAboutOne && order === undefined)) return undefined;
  const retryAfterMs = code === 'RATE_LIMITED' ? headerWait(reply) : undefined;
  return { code, word: reply.text, retryAfterMs, final };
}
