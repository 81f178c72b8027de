import { isCurrency, type Money, money, NumrouteError, parseDecimal } from '@numroute/core';
import type { Reply } from '@numroute/http';
import { type Body, wordsOf } from './envelope.ts';
import type { Profile, Task } from './profile.ts';
import { type Meaning, meaningOf } from './words.ts';

/** The back-off after "too fast": no site says one, the longest block that was seen is ten seconds. */
const BACK_OFF_MS = 10_000;

/** The word of a reply to a read; undefined where there is none, or none that is known. */
export function findWord(body: Body, task: Task, profile: Profile): Meaning | undefined {
  for (const said of wordsOf(body)) {
    const meaning = meaningOf(said, task, profile);
    if (meaning) return meaning;
  }
  return undefined;
}

/** The error of a reply to a read that holds no data. */
export function replyError(reply: Reply, body: Body, task: Task, profile: Profile, id = ''): NumrouteError {
  const meaning = findWord(body, task, profile);
  if (!meaning) return strangeError(reply, body);
  const { code, word } = meaning;
  const message = `the vendor answered ${word}`;
  if (code === 'UNKNOWN_ORDER') return new NumrouteError(code, message, { vendorWord: word, id });
  if (code === 'RATE_LIMITED') {
    return new NumrouteError(code, message, { vendorWord: word, ...waitOf(meaning, reply) });
  }
  if (code === 'WRONG_STATE') {
    const { retryAfterMs } = meaning;
    return new NumrouteError(code, message, {
      vendorWord: word,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    });
  }
  return new NumrouteError(code, message, { vendorWord: word });
}

function strangeError(reply: Reply, body: Body): NumrouteError {
  const details = { vendorWord: sample(reply.text) };
  const message = `the vendor's reply is not understood (HTTP ${reply.status})`;
  if (reply.status === 429) {
    return new NumrouteError('RATE_LIMITED', message, {
      ...details,
      retryAfterMs: headerWait(reply) ?? BACK_OFF_MS,
    });
  }
  if (body.kind !== 'html' && reply.status === 401)
    return new NumrouteError('UNAUTHORIZED', message, details);
  // A page at 403 is the filter in front of the site, and no word about the key (quirk 8).
  return new NumrouteError(isSuccess(reply) ? 'UNREADABLE' : 'UNAVAILABLE', message, details);
}

export function waitOf({ word, retryAfterMs }: Meaning, reply: Reply): { readonly retryAfterMs?: number } {
  const tooFast = /^(RATE|TOO_MANY_REQ|REQUEST)/.test(word);
  const wait = retryAfterMs ?? headerWait(reply) ?? (tooFast ? BACK_OFF_MS : undefined);
  return wait === undefined ? {} : { retryAfterMs: wait };
}

export function isSuccess({ status }: Reply): boolean {
  return status >= 200 && status < 300;
}

export function sample(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 200);
}

const numericCurrencies: ReadonlyMap<string, string> = new Map([
  ['840', 'USD'],
  ['643', 'RUB'],
  ['978', 'EUR'],
]);

/** ISO letters of the vendor's currency; undefined for one that is not known. */
export function currencyOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const letters = value.trim().toUpperCase();
  return numericCurrencies.get(letters) ?? (isCurrency(letters) ? letters : undefined);
}

/** What was charged; undefined where the vendor does not say it, or in which currency. */
export function priceOf(amount: unknown, currency: unknown, usual: string): Money | undefined {
  if (typeof amount !== 'string') return undefined;
  const decimal = parseDecimal(amount.trim());
  const unit = currency === undefined || currency === null ? usual : currencyOf(currency);
  return decimal && decimal.units >= 0n && unit !== undefined ? money(amount.trim(), unit) : undefined;
}

function headerWait({ headers }: Reply): number | undefined {
  const seconds = headers['retry-after'] ?? '';
  return /^\d{1,6}$/.test(seconds) ? Number(seconds) * 1000 : undefined;
}
