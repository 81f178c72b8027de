const BITS = 13;
const BLOCK = 1 << BITS;
const FIRST = 8;

type Kind = 'index' | 'number';

const kinds = { index: Uint32Array, number: Float64Array } satisfies Record<Kind, unknown>;

/** Numbers one after the other, in blocks: to move all of them to a larger room would be a long turn. */
export class Column {
  length = 0;
  readonly #kind: Kind;
  /** All of them full but the last; the first one grows, because most lists are short. */
  readonly #blocks: (Uint32Array | Float64Array)[] = [];

  /** @param kind `index`: from 0 up, below 2^32. */
  constructor(kind: Kind) {
    this.#kind = kind;
  }

  push(value: number): void {
    const at = this.length & (BLOCK - 1);
    const last = this.#blocks.at(-1);
    if (at === 0 || !last) this.#blocks.push(this.#room(this.#blocks.length === 0 ? FIRST : BLOCK));
    else if (at === last.length) {
      const larger = this.#room(4 * last.length);
      larger.set(last);
      this.#blocks[this.#blocks.length - 1] = larger;
    }
    const block = this.#blocks.at(-1);
    if (block) block[at] = value;
    this.length += 1;
  }

  at(index: number): number {
    return this.#blocks[index >>> BITS]?.[index & (BLOCK - 1)] ?? 0;
  }

  #room(length: number): Uint32Array | Float64Array {
    return new kinds[this.#kind](Math.min(length, BLOCK));
  }
}

/** Words by number: the same few are in every row. */
export class Words {
  readonly #words: string[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(word: string): number {
    let number = this.#numbers.get(word);
    if (number === undefined) {
      number = this.#words.push(word) - 1;
      this.#numbers.set(word, number);
    }
    return number;
  }

  /** Undefined for a word that nobody gave a number. */
  find(word: string): number | undefined {
    return this.#numbers.get(word);
  }

  at(number: number): string {
    return this.#words[number] ?? '';
  }
}
