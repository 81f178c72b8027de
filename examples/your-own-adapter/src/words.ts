import { type ErrorCode, NumrouteError } from '@numroute/core';
import { type Json, parseJson, type RefusalCode, type Reply } from '@numroute/http';

/** What each word of the page means. */
const meanings = {
  no_birds: 'OUT_OF_STOCK',
  seed_too_dear: 'PRICE_ABOVE_LIMIT',
  empty_crop: 'INSUFFICIENT_FUNDS',
  wrong_ring: 'UNAUTHORIZED',
  hush: 'RATE_LIMITED',
  what: 'REJECTED',
  no_such_flight: 'UNKNOWN_ORDER',
  still_climbing: 'WRONG_STATE',
  not_now: 'WRONG_STATE',
  storm: 'UNAVAILABLE',
} as const satisfies Readonly<Record<string, ErrorCode>>;

export type Word = keyof typeof meanings;

/** The words after which a purchase was certainly not made. `storm` promises nothing, so it is not here. */
export const refusals: Readonly<Partial<Record<Word, RefusalCode>>> = {
  no_birds: 'OUT_OF_STOCK',
  seed_too_dear: 'PRICE_ABOVE_LIMIT',
  empty_crop: 'INSUFFICIENT_FUNDS',
  wrong_ring: 'UNAUTHORIZED',
  hush: 'RATE_LIMITED',
  what: 'REJECTED',
};

export type Fields = Readonly<Record<string, Json>>;

/** What a whole reply says, before anybody looks at its fields. */
export type Said =
  | { readonly kind: 'data'; readonly fields: Fields }
  | { readonly kind: 'word'; readonly word: Word; readonly fields: Fields }
  | { readonly kind: 'nothing' };

export function readReply({ status, text }: Reply): Said {
  const fields = status === 200 ? fieldsOf(parseJson(text)) : undefined;
  if (fields?.['ok'] === true) return { kind: 'data', fields };
  const word = fields?.['coo'];
  if (fields?.['ok'] === false && isWord(word)) return { kind: 'word', word, fields };
  return { kind: 'nothing' };
}

/** The data of a reply to anything but a purchase, or the error that its word means. */
export function dataOf(reply: Reply, id = ''): Fields {
  const said = readReply(reply);
  if (said.kind === 'data') return said.fields;
  if (said.kind === 'nothing') throw unreadable(reply);
  const { word, fields } = said;
  const code = meanings[word];
  const message = `the vendor answered ${word}`;
  if (code === 'UNKNOWN_ORDER') throw new NumrouteError(code, message, { vendorWord: word, id });
  throw new NumrouteError(code, message, { vendorWord: word, ...waitOf(fields) });
}

/** A reply that is neither data nor one of the vendor's words: no answer at all. */
export function unreadable({ status, text }: Reply): NumrouteError {
  const code = status === 200 ? 'UNREADABLE' : 'UNAVAILABLE';
  const message = `the vendor's reply is not understood (HTTP ${status})`;
  return new NumrouteError(code, message, { vendorWord: text.slice(0, 200) });
}

export function waitOf({ wait }: Fields): { readonly retryAfterMs?: number } {
  // 0 tells no time.
  return typeof wait === 'string' && /^[1-9]\d{0,5}$/.test(wait) ? { retryAfterMs: Number(wait) * 1000 } : {};
}

export function fieldsOf(value: Json | undefined): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

function isWord(value: Json | undefined): value is Word {
  return typeof value === 'string' && Object.hasOwn(meanings, value);
}
