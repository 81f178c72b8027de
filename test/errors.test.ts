import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findPhrase, meaningOf as meaningOfPhrase } from '../packages/arzancell/src/words.ts';
import { type ErrorCode, type ErrorDetails, money, NumrouteError } from '../packages/core/src/index.ts';
import { type Reaction, reactions } from '../packages/router/src/account/reactions.ts';
import { meaningOf } from '../packages/sms-activate/src/words.ts';

const page = readFileSync(path.join(import.meta.dirname, '..', 'docs', 'errors.md'), 'utf8');
const rows = [...page.matchAll(/^\| `([A-Z_]+)` \| (.+) \| (.+) \| `(\w+)` \| ?(.*?) ?\|$/gm)].map(
  ([, code = '', meaning = '', moved = '', reaction = '', words = '']) => ({
    code: code as ErrorCode,
    meaning,
    moved,
    reaction: reaction as Reaction,
    words: [...words.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word),
  }),
);

const offer = {
  provider: 'acme',
  service: 'telegram',
  country: 'EE',
  price: money('1', 'USD'),
  stock: null,
  handle: '',
};

/** The details of every code; a new code does not compile without them. */
const details: { readonly [C in ErrorCode]: ErrorDetails[C] } = {
  INVALID_INPUT: { field: 'f', expected: 'e' },
  OUT_OF_STOCK: {},
  PRICE_ABOVE_LIMIT: {},
  NOT_AS_OFFERED: { what: 'phone', order: { provider: 'acme', id: '1' } },
  REJECTED: {},
  INSUFFICIENT_FUNDS: {},
  UNAUTHORIZED: {},
  RATE_LIMITED: {},
  UNAVAILABLE: {},
  UNREADABLE: {},
  OUTCOME_UNKNOWN: {},
  UNKNOWN_ORDER: { id: '1' },
  WRONG_STATE: {},
  UNSUPPORTED: { capability: 'finishOrder' },
  NO_OFFER: { attempts: [], excluded: [], hidden: [] },
  NO_CODE: {
    tried: [{ order: { provider: 'acme', id: '1' }, offer, why: 'late', afterMs: 1, refund: 'promised' }],
    spent: money('0', 'USD'),
    promised: money('1', 'USD'),
  },
  BUDGET_EXCEEDED: { limit: money('1', 'USD'), committed: money('1', 'USD') },
  CLOSED: {},
  NOT_OWNER: {},
};

describe('docs/errors.md', () => {
  test('has one row for every code', () => {
    expect(rows.map(({ code }) => code).sort()).toEqual(Object.keys(details).sort());
  });

  test.each(rows)('$code: the router reacts with $reaction', ({ code, reaction }) => {
    expect(reaction).toBe(reactions[code]);
  });

  test.each(rows)('$code: money: $moved', ({ code, moved }) => {
    const error = new NumrouteError<ErrorCode>(code, '', details[code]);
    expect(moved.startsWith('may have moved')).toBe(error.moneyMayHaveMoved);
    expect(moved.includes('`order`')).toBe(code === 'PRICE_ABOVE_LIMIT' || code === 'NOT_AS_OFFERED');
  });

  test('an order above the cap says that money may have moved', () => {
    const order = { provider: 'acme', id: '1' };
    expect(new NumrouteError('PRICE_ABOVE_LIMIT', '', { order }).moneyMayHaveMoved).toBe(true);
  });

  test('every word is read as the code of its row', () => {
    const read = rows.flatMap(({ words }) =>
      words.map((word) => {
        const phrase = findPhrase(word);
        const meaning = phrase && meaningOfPhrase(phrase).error;
        return [word, meaning ?? meaningOf({ word }, 'purchase', {})?.code];
      }),
    );
    expect(read.length).toBeGreaterThan(12);
    expect(read).toEqual(rows.flatMap(({ code, words }) => words.map((word) => [word, code])));
  });

  test('every reaction is explained', () => {
    const explained = [...page.matchAll(/^- \*\*`(\w+)`\*\*/gm)].map(([, reaction]) => reaction);
    expect(explained.sort()).toEqual([...new Set(Object.values(reactions))].sort());
  });
});
