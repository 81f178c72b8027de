/** Whoever wants to know; a failing one keeps nothing from the others. */
export class Listeners<T> {
  readonly #listeners = new Set<(value: T) => void>();

  add(listener: (value: T) => void): () => void {
    // A function of its own, so that one who listens twice leaves once.
    const own = (value: T): void => listener(value);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  tell(value: T): void {
    for (const listener of this.#listeners) {
      try {
        listener(value);
      } catch {
        // An observer's failure is no reason to lose an order.
      }
    }
  }
}
