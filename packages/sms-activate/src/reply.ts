import { membersOf, parseJson, type Reply } from '@numroute/http';

/** What a whole body is, before anybody looks for a word in it. */
export type Body =
  | { readonly kind: 'text'; readonly text: string }
  /** Every number is the text it was written as: prices stay exact, long ids whole. */
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'html' | 'empty' | 'broken' };

/** A word of the vendor as it came, and what stood behind its first colon. */
export interface Said {
  /** As `normalWord` writes it. */
  readonly word: string;
  readonly rest?: string;
  /** What stood beside the word: the members of its envelope and of the envelope's `info`. */
  readonly info?: ReadonlyMap<string, unknown>;
}

/** Decided by the first character, because JSON comes as text/html. */
export function readBody({ text }: Pick<Reply, 'text'>): Body {
  const body = text.replace(/^\uFEFF/, '').trim();
  if (body === '') return { kind: 'empty' };
  if (body.startsWith('<')) return { kind: 'html' };
  if (!/^[{["]/.test(body)) return { kind: 'text', text: body };
  const value = parseJson(body);
  if (value === undefined) return { kind: 'broken' };
  return typeof value === 'string' ? { kind: 'text', text: value.trim() } : { kind: 'json', value };
}

/** Whether a body is this text and nothing else. */
export function isText(body: Body, text: string | undefined): boolean {
  return body.kind === 'text' && body.text === text;
}

/** The words of a body, in any envelope that a site puts them into; several where it contradicts itself. */
export function wordsOf(body: Body): readonly Said[] {
  if (body.kind === 'text') return [splitWord(body.text)];
  if (body.kind !== 'json') return [];
  const fields = membersOf(body.value);
  if (!fields) return [];
  const info = new Map([...fields, ...(membersOf(fields.get('info')) ?? [])]);
  return ['title', 'error', 'message', 'msg', 'detail'].flatMap((name) => {
    const value = fields.get(name);
    return typeof value === 'string' ? [{ ...splitWord(value), info }] : [];
  });
}

function splitWord(text: string): Said {
  const colon = text.indexOf(':');
  const word = normalWord(colon < 0 ? text : text.slice(0, colon));
  return colon < 0 ? { word } : { word, rest: text.slice(colon + 1).trim() };
}

/** Upper case, `_` for blanks, and no full stop at the end of a sentence: `Bad service.` is `BAD_SERVICE`. */
export function normalWord(text: string): string {
  return text
    .trim()
    .replace(/[.!]+$/, '')
    .toUpperCase()
    .replace(/[ _]+/g, '_');
}
