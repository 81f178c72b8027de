/** Keeps the cheapest few of many, in the order of their prices; of equal ones, those that came first. */
export class CheapestFirst<T> {
  readonly #limit: number;
  #kept: { readonly price: number; readonly value: T }[] = [];
  #dearest = Number.POSITIVE_INFINITY;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @param amount A plain decimal. */
  add(amount: string, value: T): void {
    const price = Number(amount);
    if (price >= this.#dearest) return;
    this.#kept.push({ price, value });
    if (this.#kept.length >= 2 * this.#limit) this.#cut();
  }

  get list(): readonly T[] {
    this.#cut();
    return this.#kept.map(({ value }) => value);
  }

  #cut(): void {
    this.#kept.sort((left, right) => left.price - right.price);
    this.#kept = this.#kept.slice(0, this.#limit);
    if (this.#kept.length === this.#limit) this.#dearest = this.#kept.at(-1)?.price ?? this.#dearest;
  }
}
