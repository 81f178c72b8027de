/** One fetch for all who want the same at once. */
export class Flight<T> {
  #underWay: Promise<T> | undefined;

  /** @param fetch Called where nobody fetches it yet. */
  join(fetch: () => Promise<T>): Promise<T> {
    this.#underWay ??= fetch().finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }
}
