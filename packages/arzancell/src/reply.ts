import { isSuccess, type Json, parseJson, type Reply } from '@numroute/http';
import { findPhrase, type Word } from './words.ts';

export type Action = 'get_balance' | 'get_status' | 'get_number' | 'check_order' | 'cancel_order';

/** What a whole body is, before anybody looks at its fields. */
export type Body =
  | {
      readonly kind: 'word';
      readonly word: Word;
      /** False where the reply also says something else: two words, or a word beside an order. */
      readonly alone: boolean;
    }
  | { readonly kind: 'data'; readonly rows: readonly Row[] }
  | { readonly kind: 'html' }
  | { readonly kind: 'protocol' };

/** An object of the reply with its keys in one spelling: lower case, `_` for blanks and dashes. */
export type Row = ReadonlyMap<string, Json>;

const wordFields = ['error', 'message', 'msg', 'status', 'result'];
const orderFields = ['phone', 'order_id', 'code'];

/**
 * A body in the light of its status. Words count at 4xx too, since nobody documents which status they
 * come with; from a server that failed (5xx) they prove nothing. Data counts only where the server says
 * that it succeeded.
 */
export function readBody(reply: Reply, action: Action): Body {
  const answered = isSuccess(reply) || (reply.status >= 400 && reply.status < 500);
  if (!answered) return { kind: 'protocol' };
  const body = classify(reply.text, action);
  return body.kind === 'data' && !isSuccess(reply) ? { kind: 'protocol' } : body;
}

/** Matches whole bodies only: a phrase inside a page or a sentence proves nothing. */
export function classify(body: string, action: Action): Body {
  const text = body.replace(/^\uFEFF/, '').trim();
  if (text === '') return { kind: 'protocol' };
  const word = findWord(text, action);
  if (word) return { kind: 'word', word, alone: true };
  const parsed = parseJson(text);
  if (parsed === undefined) return /<html|<!doctype/i.test(text) ? { kind: 'html' } : { kind: 'protocol' };
  return classifyJson(parsed, action);
}

function classifyJson(value: Json, action: Action): Body {
  const lone: Json | undefined = isList(value) && value.length === 1 ? value[0] : value;
  if (typeof lone === 'string') {
    const word = findWord(lone.trim(), action);
    return word ? { kind: 'word', word, alone: true } : { kind: 'protocol' };
  }
  const items = isList(value) ? value : [value];
  const rows = items.filter(isObject).map((item) => toRow(Object.entries(item)));
  if (rows.length === 0 && !(isList(value) && value.length === 0)) return { kind: 'protocol' };
  const [first] = rows;
  const said = wordsOf(first, action);
  if (said[0] === undefined) return { kind: 'data', rows };
  const alone = items.length === 1 && new Set(said).size === 1 && !holdsMore(first);
  return { kind: 'word', word: said[0], alone };
}

/** An order beside a word, or something deeper that may hold one. */
function holdsMore(row: Row | undefined): boolean {
  if (orderFields.some((field) => row?.has(field))) return true;
  return [...(row?.values() ?? [])].some(
    (value) => typeof value === 'object' && value !== null && Object.keys(value).length > 0,
  );
}

function wordsOf(row: Row | undefined, action: Action): readonly Word[] {
  return wordFields.flatMap((field) => {
    const value = row?.get(field);
    return (typeof value === 'string' && findWord(value.trim(), action)) || [];
  });
}

function findWord(text: string, action: Action): Word | undefined {
  if (text.length > 100) return undefined;
  const plain = text
    .replace(/^"(.*)"$/s, '$1')
    .replace(/[_\s]+/g, ' ')
    .trim()
    .toUpperCase();
  if (action === 'cancel_order' && (plain === 'CANCELED' || plain === 'CANCELLED')) return 'CANCELED';
  return findPhrase(plain);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !isList(value);
}

/** A map, because keys are the vendor's: `__proto__` is a key like any other. */
export function toRow(fields: Iterable<readonly [string, Json]>): Row {
  const row = new Map<string, Json>();
  for (const [key, field] of fields) {
    const plain = key.trim().toLowerCase().replace(/[\s-]/g, '_');
    // The exact spelling wins over its variants, in whatever order they come.
    if (plain === key || !row.has(plain)) row.set(plain, field);
  }
  return row;
}
