import { inSlices, nextTurn } from './in-slices.ts';
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
/** What is longer is struck piece by piece. */
const PIECE = 65_536;

export interface Redactor {
  /** Strikes out the exact secrets in all their spellings, and nothing else: safe for a reply. */
  strike(text: string): string;
  /** The same for a text of megabytes, with a turn for everybody else between the pieces. */
  strikeLong(text: string): Promise<string>;
  /** For a text that was cut off: its end may hold the start of a secret. */
  strikeCut(text: string): string;
  /** Everything at once, on one line and short: fit for an error. Redacts before it truncates. */
  word(text: string, maxLength?: number): string;
}

/** Knows the actual values, because patterns alone miss a key that is echoed outside of a query. */
export function createRedactor(values: readonly string[]): Redactor {
  const spellings = spellingsOf(values);
  const whole = spellings && new RegExp(spellings.whole, 'gi');
  const cut = spellings?.cut === undefined ? undefined : new RegExp(spellings.cut, 'i');

  const strike = (text: string): string => (whole ? text.replace(whole, MASK) : text);
  const strikeCut = (text: string): string => {
    const struck = strike(text);
    return cut ? struck.replace(cut, MASK) : struck;
  };
  const word = (text: string, maxLength: number = WORD_LENGTH): string => {
    const head = text.length > PIECE ? strikeCut(text.slice(0, PIECE)) : strike(text);
    // Twice: control characters inside the key would hide it from the first strike.
    const plain = head.replace(ESCAPES, '').replace(CONTROLS, ' ');
    const clean = strike(plain).replace(KEY_LIKE, `$1=${MASK}`).trim();
    return clean.length > maxLength ? `${clean.slice(0, maxLength - 1)}…` : clean;
  };
  return {
    strike,
    strikeCut,
    word,
    async strikeLong(text) {
      if (!spellings || !whole || text.length <= PIECE) return strike(text);
      // To receive so much took a turn already.
      await nextTurn();
      return await inSlices(strikePieces(text, whole, spellings.longest));
    },
  };
}

/** A match belongs to the piece that it begins in, so each piece is looked at with what follows it. */
function* strikePieces(text: string, secret: RegExp, longest: number): Generator<void, string> {
  const parts: string[] = [];
  let from = 0;
  while (from < text.length) {
    const end = from + PIECE;
    const piece = text.slice(from, end + longest);
    let kept = 0;
    for (const { 0: match, index } of piece.matchAll(secret)) {
      if (from + index >= end) break;
      parts.push(piece.slice(kept, index), MASK);
      kept = index + match.length;
    }
    const next = Math.max(kept, Math.min(PIECE, piece.length));
    parts.push(piece.slice(kept, next));
    from += next;
    yield;
  }
  return parts.join('');
}
