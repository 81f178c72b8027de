import { isText, textOf } from './bytes.ts';

/** A text inside of bytes. */
export interface Place {
  readonly source: Uint8Array;
  readonly from: number;
  readonly to: number;
}

/** More than any vendor has codes of one kind. */
const MOST = 65_536;
/** Looked at before a name is looked up the slow way, so that a list made to collide costs no more. */
const PROBES = 8;

/** Numbers the codes of a price list in the order they first appear, and keeps each of them once. */
export class Names {
  readonly list: string[] = [];
  readonly #numbers = new Map<string, number>();
  /** By hash, one more than the number, 0 for none: most names are found without making a string. */
  #slots = new Uint32Array(256);

  /** @throws {SyntaxError} There are more names than any vendor has: the list is something else. */
  numberOf(name: string): number {
    let number = this.#numbers.get(name);
    if (number === undefined) {
      if (this.list.length >= MOST) throw new SyntaxError(`the list has more than ${MOST} codes of one kind`);
      number = this.list.push(name) - 1;
      this.#numbers.set(name, number);
    }
    return number;
  }

  /** The number of the name that stands in the bytes. */
  read({ source, from, to }: Place): number {
    let hash = 0;
    for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (source[at] ?? 0), 0x01000193);
    hash ^= hash >>> 15;
    const mask = this.#slots.length - 1;
    for (let probe = 0; probe < PROBES; probe += 1) {
      const slot = (hash + probe) & mask;
      const number = (this.#slots[slot] ?? 0) - 1;
      if (number < 0) return this.#remember(slot, textOf(source, from, to));
      if (isText(this.list[number] ?? '', source, from, to)) return number;
    }
    return this.numberOf(textOf(source, from, to));
  }

  #remember(slot: number, name: string): number {
    const number = this.numberOf(name);
    // Emptied when it grows: the names come again.
    if (this.list.length * 2 > this.#slots.length) this.#slots = new Uint32Array(this.#slots.length * 4);
    else this.#slots[slot] = number + 1;
    return number;
  }
}

/** A test of names, asked by their numbers. Each name is looked at once. */
export function byNumber({ list }: Names, isSo: (name: string) => boolean): (number: number) => boolean {
  const seen: boolean[] = [];
  return (number) => {
    seen[number] ??= isSo(list[number] ?? '');
    return seen[number];
  };
}
