import { isText, textOf } from './bytes.ts';
import { EscapedString } from './escaped.ts';
import { LARGEST_STEP, TextSource } from './text-source.ts';

/** Deeper than any vendor nests; a bomb of brackets ends here instead of at the end of the stack. */
const DEEPEST = 64;
/** So many bytes are read in less than a millisecond. */
const PAUSE = 16_384;
/** Longer than any vendor's string or cell; more is not read without a pause. */
const LONGEST = 65_536;
/** Room for the last token, the longest one that may come next, and what is encoded at once. */
const WINDOW = 2 * (LONGEST + LARGEST_STEP);

const QUOTE = 34;
const PLUS = 43;
const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const COLON = 58;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const LARGE_E = 69;
const SMALL_E = 101;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const LITERALS = ['true', 'false', 'null'] as const;

/**
 * Reads JSON from front to back without building it: a price list of megabytes becomes columns
 * without ever being an object, and every number keeps the text it was written as. It accepts what
 * `JSON.parse` accepts, down to the last byte; a body that was cut off never passes for a short one.
 *
 * No body holds up the event loop: whoever reads more than a short one pauses where `mustPause` says so,
 * and what cannot be read in short steps (a string or an unpaused stretch of more than 64 KiB, lists
 * in lists in lists 64 times) counts as broken.
 *
 * It works on bytes, which is twice as fast as on characters. The last key or scalar is what stands in
 * `source` between `from` and `to`, so that who only compares or counts need not copy it.
 */
export class JsonCursor {
  source: Uint8Array;
  from: number = 0;
  to: number = 0;
  readonly #body: TextSource;
  /** A window on the body in UTF-8, and a zero behind it, at which every loop ends. */
  readonly #bytes: Uint8Array;
  #size = 0;
  #escaped: EscapedString | undefined;
  #at = 0;
  /** Where the window begins in the body. */
  #base = 0;
  #pausedAt = 0;
  /** Behind this there is something to do before the next byte is read. */
  #checkAt = -1;
  #depth = 0;
  /** Whether a list or object was opened and nothing of it was read yet. */
  #fresh = false;

  /** @param body In one text, or in the parts that it came in. */
  constructor(body: string | Iterable<string>) {
    const isShort = typeof body === 'string' && body.length * 3 < WINDOW;
    this.#body = new TextSource(typeof body === 'string' ? [body] : body);
    this.#bytes = new Uint8Array(isShort ? body.length * 3 + 1 : WINDOW);
    this.source = this.#bytes;
    this.#check();
  }

  /** The last key or scalar. */
  get text(): string {
    return textOf(this.source, this.from, this.to);
  }

  /** Whether the last scalar was written in quotes. */
  get isString(): boolean {
    return this.source !== this.#bytes || this.#bytes[this.from - 1] === QUOTE;
  }

  /** Whether the last key or scalar is this word, in ASCII. */
  is(word: string): boolean {
    return isText(word, this.source, this.from, this.to);
  }

  /** Enters the object that comes next; false if none does. */
  enterObject(): boolean {
    return this.#enter(OPEN_OBJECT);
  }

  /** Whether a list begins here; then the cursor stands before its first element. */
  enterList(): boolean {
    return this.#enter(OPEN_LIST);
  }

  /** Whether the list or object that was just entered holds nothing. */
  isEmpty(): boolean {
    const next = this.#peek();
    return this.#fresh && (next === CLOSE_LIST || next === CLOSE_OBJECT);
  }

  /** Whether enough was read since the last pause: the reader must pause now, and this counts as its pause. */
  mustPause(): boolean {
    const at = this.#base + this.#at;
    if (at - this.#pausedAt < PAUSE) return false;
    this.#pausedAt = at;
    this.#check();
    return true;
  }

  /** Goes to the next member of the object; false at its end, which is left then. */
  nextKey(): boolean {
    if (!this.#nextMember(CLOSE_OBJECT)) return false;
    if (this.#peek() !== QUOTE) this.#fail();
    this.#readString();
    if (this.#peek() !== COLON) this.#fail();
    this.#at += 1;
    return true;
  }

  /** Goes to the next item of the list; false at its end, which is left then. */
  nextItem(): boolean {
    return this.#nextMember(CLOSE_LIST);
  }

  /** Reads the string, number or literal that comes next; false if a list or an object does. */
  readScalar(): boolean {
    const next = this.#peek();
    if (next === OPEN_OBJECT || next === OPEN_LIST) return false;
    this.#fresh = false;
    if (next === QUOTE) this.#readString();
    else if (next === MINUS || isDigit(next)) this.#readNumber();
    else this.#readLiteral();
    return true;
  }

  /** Passes over the value that comes next, checking it all the same. */
  skip(): void {
    if (this.readScalar()) return;
    if (this.enterObject()) while (this.nextKey()) this.skip();
    else if (this.enterList()) while (this.nextItem()) this.skip();
  }

  /** @throws {SyntaxError} Something follows. */
  end(): void {
    this.#peek();
    if (this.#at < this.#size || this.#body.hasMore) this.#fail();
  }

  /** @throws {SyntaxError} Too much was read since the last pause. */
  #check(): void {
    if (this.#base + this.#at > this.#pausedAt + LONGEST) this.#fail();
    if (this.#body.hasMore && this.#size - this.#at <= LONGEST) this.#moveOn();
    const limit = this.#pausedAt + LONGEST - this.#base;
    this.#checkAt = this.#body.hasMore ? Math.min(limit, this.#size - LONGEST) : limit;
  }

  /** Drops what was read, but for the last key or scalar where it is near, and encodes what comes next. */
  #moveOn(): void {
    const bytes = this.#bytes;
    const isNear = this.source === bytes && this.#at - this.from <= LONGEST;
    // With the quote in front of it.
    const kept = isNear ? Math.max(0, this.from - 1) : this.#at;
    bytes.copyWithin(0, kept, this.#size);
    this.#size -= kept;
    this.#at -= kept;
    this.#base += kept;
    if (this.source === bytes) {
      this.from = isNear ? this.from - kept : 0;
      this.to = isNear ? this.to - kept : 0;
    }
    while (this.#body.hasMore && this.#size - this.#at <= LONGEST) {
      this.#size += this.#body.encodeInto(bytes.subarray(this.#size, -1));
    }
    bytes[this.#size] = 0;
  }

  #enter(bracket: number): boolean {
    if (this.#peek() !== bracket) return false;
    this.#at += 1;
    this.#depth += 1;
    if (this.#depth > DEEPEST) this.#fail();
    this.#fresh = true;
    return true;
  }

  #nextMember(close: number): boolean {
    const next = this.#peek();
    if (next === close) {
      this.#at += 1;
      this.#depth -= 1;
      this.#fresh = false;
      return false;
    }
    if (this.#fresh) this.#fresh = false;
    else if (next === COMMA) this.#at += 1;
    else this.#fail();
    return true;
  }

  /** The next byte that is no blank; 0 at the end. */
  #peek(): number {
    if (this.#at > this.#checkAt) this.#check();
    const code = this.#bytes[this.#at] ?? 0;
    return code > 32 || code === 0 ? code : this.#passBlanks();
  }

  #passBlanks(): number {
    const bytes = this.#bytes;
    let at = this.#at;
    let code = bytes[at] ?? 0;
    while (code === 32 || code === 10 || code === 13 || code === 9) {
      at += 1;
      code = bytes[at] ?? 0;
    }
    this.#at = at;
    return code;
  }

  #readString(): void {
    const bytes = this.#bytes;
    const from = this.#at + 1;
    let at = from;
    let code = bytes[at] ?? 0;
    while (code !== QUOTE && code !== BACKSLASH && code > 31) {
      at += 1;
      code = bytes[at] ?? 0;
    }
    if (code === QUOTE) this.#found(from, at, at + 1);
    else if (code === BACKSLASH) this.#readEscaped(from);
    else this.#fail();
  }

  #readEscaped(from: number): void {
    this.#escaped ??= new EscapedString(LONGEST);
    const end = this.#escaped.read(this.#bytes, from);
    if (end < 0) this.#fail();
    this.source = this.#escaped.bytes;
    this.from = 0;
    this.to = this.#escaped.length;
    this.#at = end;
  }

  #readNumber(): void {
    const bytes = this.#bytes;
    const from = this.#at;
    const first = bytes[from] === MINUS ? from + 1 : from;
    let at = this.#passDigits(first);
    if (at > first + 1 && bytes[first] === ZERO) this.#fail();
    if (bytes[at] === DOT) at = this.#passDigits(at + 1);
    if (bytes[at] === SMALL_E || bytes[at] === LARGE_E) {
      const sign = bytes[at + 1];
      at = this.#passDigits(sign === PLUS || sign === MINUS ? at + 2 : at + 1);
    }
    this.#found(from, at, at);
  }

  /** The end of a run of digits, which has one at least. */
  #passDigits(from: number): number {
    const bytes = this.#bytes;
    let at = from;
    while (isDigit(bytes[at] ?? 0)) at += 1;
    if (at === from) this.#fail();
    return at;
  }

  #readLiteral(): void {
    const from = this.#at;
    for (const word of LITERALS) {
      const to = from + word.length;
      if (to <= this.#size && isText(word, this.#bytes, from, to)) {
        this.#found(from, to, to);
        return;
      }
    }
    this.#fail();
  }

  #found(from: number, to: number, next: number): void {
    if (this.source !== this.#bytes) this.source = this.#bytes;
    this.from = from;
    this.to = to;
    this.#at = next;
  }

  #fail(): never {
    throw new SyntaxError(`the JSON is broken or cut off at byte ${this.#base + this.#at}`);
  }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
