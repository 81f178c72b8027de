/** How many characters are encoded at once. */
const STEP = 16_384;
/** So many bytes they are at most. */
export const LARGEST_STEP: number = 3 * (STEP + 1);

/** A text in parts, which becomes bytes step by step: the whole at once would hold everybody up. */
export class TextSource {
  readonly #parts: Iterator<string>;
  /** The part that comes next, and from where. */
  #part: string | undefined;
  #from = 0;

  constructor(parts: Iterable<string>) {
    this.#parts = parts[Symbol.iterator]();
    this.#part = this.#nextPart();
  }

  get hasMore(): boolean {
    return this.#part !== undefined;
  }

  /** Encodes the next step as UTF-8. Returns how many bytes it wrote. */
  encodeInto(target: Uint8Array): number {
    const part = this.#part ?? '';
    let end = Math.min(this.#from + STEP, part.length);
    // Two halves of one sign stay together.
    if (end < part.length && (part.charCodeAt(end - 1) & 0xfc00) === 0xd800) end += 1;
    const { read, written } = new TextEncoder().encodeInto(part.slice(this.#from, end), target);
    this.#from += read;
    if (this.#from >= part.length) {
      this.#part = this.#nextPart();
      this.#from = 0;
    }
    return written;
  }

  #nextPart(): string | undefined {
    let { done, value } = this.#parts.next();
    while (!done && value === '') ({ done, value } = this.#parts.next());
    return done ? undefined : value;
  }
}
