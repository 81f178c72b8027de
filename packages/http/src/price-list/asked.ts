import type { Names } from './names.ts';

/** Which codes of a list mean what was asked for. Each of them is looked up once. */
export class Asked {
  readonly #names: Names;
  readonly #meaningOf: (code: string) => string;
  readonly #wanted: string | undefined;
  readonly #fits: boolean[] = [];

  /** @param wanted By our name; undefined: everything is. */
  constructor(names: Names, meaningOf: (code: string) => string, wanted: string | undefined) {
    this.#names = names;
    this.#meaningOf = meaningOf;
    this.#wanted = wanted;
  }

  /** @param number Of the list's names. */
  has(number: number): boolean {
    if (this.#wanted === undefined) return true;
    this.#fits[number] ??= this.#meaningOf(this.#names.list[number] ?? '') === this.#wanted;
    return this.#fits[number];
  }
}
