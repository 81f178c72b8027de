import { spellingsOf } from './spellings.ts';

const MASK = '[secret]';

/** Query values that look like keys, whoever they belong to: the net below the exact match. */
const KEY_LIKE = /\b(api|api[_-]?key|apikey|token|key)=[^\s&#"'<>]+/gi;

/**
 * Terminal escapes, then every control and invisible character: a vendor's word must not be able to
 * write to a terminal or to fake a line of a log.
 */
const ESCAPES = /\p{Cc}\[[0-?]{0,32}[ -/]{0,8}[@-~]/gu;
const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

const WORD_LENGTH = 200;
/** Nothing behind it comes into a word. */
const LONGEST_HEAD = 65_536;

export interface Redactor {
  /** Strikes out the exact secrets in all their spellings, and nothing else: safe for a reply. */
  strike(text: string): string;
  /** The same for the parts of one long text, each as it is read. */
  strikeParts(parts: Iterable<string>): Iterable<string>;
  /** For a text that was cut off: its end may hold the start of a secret. */
  strikeCut(text: string): string;
  /** Everything at once, on one line and short: fit for an error. Redacts before it truncates. */
  word(text: string, maxLength?: number): string;
}

/** Knows the actual values, because patterns alone miss a key that is echoed outside of a query. */
export function createRedactor(values: readonly string[]): Redactor {
  const spellings = spellingsOf(values);
  const start = spellings && new RegExp(spellings.start, 'i');
  let whole: RegExp | undefined;
  let cut: RegExp | undefined;
  // To compile all spellings of a secret takes milliseconds, and few texts hold the start of one.
  const secretIn = (text: string): RegExp | undefined => {
    if (!start?.test(text)) return undefined;
    whole ??= new RegExp(spellings?.whole ?? '', 'gi');
    return whole;
  };
  const strike = (text: string): string => {
    const secret = secretIn(text);
    return secret ? text.replace(secret, MASK) : text;
  };
  const strikeCut = (text: string): string => {
    const struck = strike(text);
    if (spellings?.cut === undefined || !start?.test(struck)) return struck;
    cut ??= new RegExp(spellings.cut, 'i');
    return struck.replace(cut, MASK);
  };
  const word = (text: string, maxLength: number = WORD_LENGTH): string => {
    const head = text.length > LONGEST_HEAD ? strikeCut(text.slice(0, LONGEST_HEAD)) : strike(text);
    // Twice: control characters inside the key would hide it from the first strike.
    const plain = head.replace(ESCAPES, '').replace(CONTROLS, ' ');
    const clean = strike(plain).replace(KEY_LIKE, `$1=${MASK}`).trim();
    return clean.length > maxLength ? `${clean.slice(0, maxLength - 1)}…` : clean;
  };
  return {
    strike,
    strikeCut,
    word,
    strikeParts: (parts) =>
      spellings ? { [Symbol.iterator]: () => strikeEach(parts, secretIn, spellings.longest) } : parts,
  };
}

/** The end of a part waits for the next one: a secret may begin in it. */
function* strikeEach(
  parts: Iterable<string>,
  secretIn: (text: string) => RegExp | undefined,
  longest: number,
): Generator<string, void> {
  let rest = '';
  for (const part of parts) {
    const text = rest + part;
    const end = wholeSigns(text, text.length - longest);
    let kept = 0;
    const secret = secretIn(text);
    for (const { 0: match, index } of secret ? text.matchAll(secret) : []) {
      if (index >= end) break;
      yield text.slice(kept, index) + MASK;
      kept = index + match.length;
    }
    if (kept < end) yield text.slice(kept, end);
    rest = text.slice(Math.max(kept, end));
  }
  const secret = secretIn(rest);
  yield secret ? rest.replace(secret, MASK) : rest;
}

/** A place near the wished one that parts no sign of two halves. */
function wholeSigns(text: string, wished: number): number {
  const end = Math.max(0, wished);
  return end > 0 && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800 ? end - 1 : end;
}
