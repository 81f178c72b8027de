const QUOTE = 34;
const BACKSLASH = 92;
const SMALL_U = 117;

/** What stands behind a backslash, and what it means. */
const MEANINGS: ReadonlyMap<number, number> = new Map(
  Object.entries({ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }).map(
    ([sign, meaning]) => [sign.charCodeAt(0), meaning.charCodeAt(0)],
  ),
);

/** The bytes of a JSON string with escapes, in a room that is used again: a list may hold millions of them. */
export class EscapedString {
  readonly bytes: Uint8Array;
  length = 0;

  /** @param longest The most bytes that a string has. */
  constructor(longest: number) {
    this.bytes = new Uint8Array(longest);
  }

  /**
   * Reads the string whose first byte stands at `from`.
   *
   * @returns The place behind its closing quote; -1 where it is broken, cut off or too long.
   */
  read(source: Uint8Array, from: number): number {
    this.length = 0;
    let at = from;
    while (this.length < this.bytes.length - 3) {
      const code = source[at] ?? 0;
      if (code === QUOTE) return at + 1;
      if (code < 32) return -1;
      at += 1;
      if (code !== BACKSLASH) {
        this.#add(code);
        continue;
      }
      const sign = source[at] ?? 0;
      at += 1;
      if (sign === SMALL_U) at = this.#addUnit(source, at);
      else {
        const meaning = MEANINGS.get(sign);
        if (meaning === undefined) return -1;
        this.#add(meaning);
      }
      if (at < 0) return -1;
    }
    return -1;
  }

  /** Half of a sign without its other half becomes U+FFFD, as in every text that is encoded. */
  #addUnit(source: Uint8Array, at: number): number {
    const unit = hexOf(source, at);
    if (unit < 0) return -1;
    const isFirstHalf = unit >= 0xd800 && unit < 0xdc00;
    const hasMore = isFirstHalf && source[at + 4] === BACKSLASH && source[at + 5] === SMALL_U;
    const other = hasMore ? hexOf(source, at + 6) : -1;
    if (other >= 0xdc00 && other < 0xe000) {
      this.#addPoint(0x10000 + ((unit - 0xd800) << 10) + (other - 0xdc00));
      return at + 10;
    }
    this.#addPoint(unit >= 0xd800 && unit < 0xe000 ? 0xfffd : unit);
    return at + 4;
  }

  #addPoint(point: number): void {
    if (point < 0x80) this.#add(point);
    else {
      if (point >= 0x10000) this.#add(0xf0 | (point >> 18));
      if (point >= 0x800) this.#add(point >= 0x10000 ? tail(point >> 12) : 0xe0 | (point >> 12));
      this.#add(point >= 0x800 ? tail(point >> 6) : 0xc0 | (point >> 6));
      this.#add(tail(point));
    }
  }

  #add(byte: number): void {
    this.bytes[this.length] = byte;
    this.length += 1;
  }
}

/** A byte of UTF-8 that is not the first of its sign. */
const tail = (bits: number): number => 0x80 | (bits & 0x3f);

/** Four digits; -1 where they are none. */
function hexOf(source: Uint8Array, at: number): number {
  let value = 0;
  for (let n = at; n < at + 4; n += 1) {
    const code = source[n] ?? 0;
    const letter = code | 32;
    if (code >= 48 && code <= 57) value = value * 16 + code - 48;
    else if (letter >= 97 && letter <= 102) value = value * 16 + letter - 87;
    else return -1;
  }
  return value;
}
