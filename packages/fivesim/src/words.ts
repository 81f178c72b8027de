import type { RefusalCode } from '@numroute/http';

// 5sim says no in plain sentences, documented without a status each and seen with 200 and 400 alike.

/** The sentences after which a purchase was certainly not made. */
const refusals = {
  'no free phones': 'OUT_OF_STOCK',
  'no free phones, max price': 'PRICE_ABOVE_LIMIT',
  'not enough user balance': 'INSUFFICIENT_FUNDS',
  'not enough rating': 'REJECTED',
  'no product': 'REJECTED',
  'product is incorrect': 'REJECTED',
  'bad country': 'REJECTED',
  'country is incorrect': 'REJECTED',
  'select country': 'REJECTED',
  'bad operator': 'REJECTED',
  'select operator': 'REJECTED',
  'reuse not possible': 'REJECTED',
  'reuse false': 'REJECTED',
  'reuse expired': 'REJECTED',
} as const;

/** Said with 429 of a key, and with 503 of an address. */
const throttles = [
  'too many requests',
  'api limit is 100 requests per second',
  'ip address limit is 100 requests per second',
] as const;

/** Promise nothing of a purchase. */
const outages = ['server offline', 'internal error'] as const;

/** That a list was asked for something that is not sold. */
const strangers = ['no product', 'product is incorrect', 'bad country', 'country is incorrect'] as const;

const states = {
  'order not found': 'UNKNOWN_ORDER',
  'record not found': 'UNKNOWN_ORDER',
  'order expired': 'WRONG_STATE',
  'order has sms': 'WRONG_STATE',
  'order no sms': 'WRONG_STATE',
  'hosting order': 'WRONG_STATE',
  'you need to wait time': 'WRONG_STATE',
} as const;

/** After these a cancel is refused for the rest of the order's life. */
const finals: ReadonlySet<string> = new Set(['order expired', 'order has sms', 'hosting order']);

export type Sentence =
  | keyof typeof refusals
  | keyof typeof states
  | (typeof throttles)[number]
  | (typeof outages)[number];

const refusalByText: ReadonlyMap<string, RefusalCode> = new Map(Object.entries(refusals));
const stateByText: ReadonlyMap<string, (typeof states)[keyof typeof states]> = new Map(
  Object.entries(states),
);

/** What a sentence proves of a purchase; undefined: nothing. */
export function refusalOf(text: string, status: number): RefusalCode | undefined {
  if (isThrottle(text, status)) return 'RATE_LIMITED';
  return isAnswer(status) ? refusalByText.get(text) : undefined;
}

export function isThrottle(text: string, status: number): boolean {
  return (status === 429 || status === 503) && throttles.some((one) => one === text);
}

export const isOutage = (text: string): boolean => outages.some((one) => one === text);

export function isStranger(text: string, status: number): boolean {
  return isAnswer(status) && strangers.some((one) => one === text);
}

/** What a sentence says of the order that was asked for. */
export function stateOf(text: string, status: number): 'UNKNOWN_ORDER' | 'WRONG_STATE' | undefined {
  return isAnswer(status) || status === 404 ? stateByText.get(text) : undefined;
}

export const isFinal = (text: string): boolean => finals.has(text);

/** The statuses of a shop that has heard the question and did not fail. */
const isAnswer = (status: number): boolean => status === 200 || status === 400;
