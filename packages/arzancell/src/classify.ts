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
  | { readonly kind: 'data'; readonly rows: readonly Row[]; readonly isList: boolean }
  | { readonly kind: 'html' }
  | { readonly kind: 'protocol' };

/** An object of the reply with its keys in one spelling: lower case, `_` for blanks and dashes. */
export type Row = ReadonlyMap<string, unknown>;

const wordFields = ['error', 'message', 'msg', 'status', 'result'];
const orderFields = ['phone', 'order_id', 'code'];

/** Matches whole bodies only: a phrase inside a page or a sentence proves nothing. */
export function classify(body: string, action: Action): Body {
  const text = body.replace(/^\uFEFF/, '').trim();
  if (text === '') return { kind: 'protocol' };
  const word = findWord(text, action);
  if (word) return { kind: 'word', word, alone: true };
  const parsed = parseJson(text);
  if (parsed === undefined) return /<html|<!doctype/i.test(text) ? { kind: 'html' } : { kind: 'protocol' };
  return classifyJson(parsed.value, action);
}

function classifyJson(value: unknown, action: Action): Body {
  const lone = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (typeof lone === 'string') {
    const word = findWord(lone.trim(), action);
    return word ? { kind: 'word', word, alone: true } : { kind: 'protocol' };
  }
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const rows = items.filter(isObject).map(toRow);
  if (rows.length === 0 && !(Array.isArray(value) && value.length === 0)) return { kind: 'protocol' };
  const said = wordsOf(rows[0], action);
  if (said[0] === undefined) return { kind: 'data', rows, isList: Array.isArray(value) };
  const alone =
    items.length === 1 && new Set(said).size === 1 && !orderFields.some((field) => rows[0]?.has(field));
  return { kind: 'word', word: said[0], alone };
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

/** Fractions stay the text that they were written as: a float would round a price. */
function parseJson(text: string): { readonly value: unknown } | undefined {
  const keepText = (_key: string, value: unknown, context?: { readonly source: string }): unknown => {
    const isFraction = typeof value === 'number' && context && /^-?\d+\.\d+$/.test(context.source);
    return isFraction && !Number.isSafeInteger(value) ? context.source : value;
  };
  try {
    return { value: JSON.parse(text, keepText as (key: string, value: unknown) => unknown) };
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A map, because keys are the vendor's: `__proto__` is a key like any other. */
function toRow(value: object): Row {
  const row = new Map<string, unknown>();
  for (const [key, field] of Object.entries(value)) {
    const plain = key.trim().toLowerCase().replace(/[\s-]/g, '_');
    // The exact spelling wins over its variants, in whatever order they come.
    if (plain === key || !row.has(plain)) row.set(plain, field);
  }
  return row;
}
