/** What lies in the heap knows its place there, so that it can be moved and taken out. */
export interface Due {
  due: number;
  /** -1 outside. */
  place: number;
}

/** Whoever is due first is at the top. */
export class DueHeap<T extends Due> {
  readonly #items: T[] = [];

  get items(): readonly T[] {
    return this.#items;
  }

  get top(): T | undefined {
    return this.#items[0];
  }

  add(item: T): void {
    this.#put(item, this.#items.length);
    this.#rise(item);
  }

  remove(item: T): void {
    const last = this.#items.pop();
    if (last && last !== item) {
      this.#put(last, item.place);
      this.moved(last);
    }
    item.place = -1;
  }

  /** After its `due` was changed. */
  moved(item: T): void {
    this.#rise(item);
    this.#sink(item);
  }

  /** After everybody's may have been. */
  reorder(): void {
    for (let place = (this.#items.length >> 1) - 1; place >= 0; place -= 1) {
      const item = this.#items[place];
      if (item) this.#sink(item);
    }
  }

  #put(item: T, place: number): void {
    this.#items[place] = item;
    item.place = place;
  }

  #rise(item: T): void {
    while (item.place > 0) {
      const above = this.#items[(item.place - 1) >> 1];
      if (!above || above.due <= item.due) return;
      this.#swap(above, item);
    }
  }

  #sink(item: T): void {
    for (;;) {
      const left = this.#items[2 * item.place + 1];
      const right = this.#items[2 * item.place + 2];
      const first = left && right && right.due < left.due ? right : left;
      if (!first || first.due >= item.due) return;
      this.#swap(item, first);
    }
  }

  #swap(above: T, below: T): void {
    const { place } = above;
    this.#put(above, below.place);
    this.#put(below, place);
  }
}
