export interface Moment {
  readonly sentAt: number;
}

/** A window's view of the line: those of its last `perMs` are in it. */
export interface Window<T extends Moment> {
  readonly perMs: number;
  /** Told of each that comes in, and of each that goes. */
  readonly count: (one: T, by: 1 | -1) => void;
}

interface Place<T extends Moment> {
  readonly window: Window<T>;
  /** Whatever was sent at or after is in it. */
  from: number;
  /** How many lie before. */
  outside: number;
}

/**
 * What was sent, in the order of its time, and windows that slide over it. They slide back, too: a
 * wall clock may be set. A step costs what comes in and goes, and the newest is added at the end.
 */
export class Timeline<T extends Moment> {
  readonly #line: T[] = [];
  readonly #places: Place<T>[] = [];

  /** Before anything is on the line. */
  open(window: Window<T>): void {
    this.#places.push({ window, from: Number.NEGATIVE_INFINITY, outside: 0 });
  }

  get items(): readonly T[] {
    return this.#line;
  }

  add(one: T): void {
    this.#line.splice(this.#countBefore(one.sentAt), 0, one);
    for (const place of this.#places) {
      if (one.sentAt < place.from) place.outside += 1;
      else place.window.count(one, 1);
    }
  }

  remove(one: T): void {
    // From the end: who is taken out came lately.
    this.#line.splice(this.#line.lastIndexOf(one), 1);
    for (const place of this.#places) {
      if (one.sentAt < place.from) place.outside -= 1;
      else place.window.count(one, -1);
    }
  }

  /** Changes all but its time. */
  change(one: T, how: () => void): void {
    const around = this.#places.filter(({ from }) => one.sentAt >= from);
    for (const { window } of around) window.count(one, -1);
    how();
    for (const { window } of around) window.count(one, 1);
  }

  slideTo(now: number): void {
    for (const place of this.#places) {
      const { window } = place;
      place.from = now - window.perMs;
      for (let next = this.#line[place.outside]; next && next.sentAt < place.from; ) {
        window.count(next, -1);
        place.outside += 1;
        next = this.#line[place.outside];
      }
      for (let last = this.#line[place.outside - 1]; last && last.sentAt >= place.from; ) {
        window.count(last, 1);
        place.outside -= 1;
        last = this.#line[place.outside - 1];
      }
    }
  }

  /** Forgets those that were sent earlier; the windows must have slid past them. */
  dropBefore(time: number): readonly T[] {
    let gone = 0;
    for (let first = this.#line[0]; first && first.sentAt < time; first = this.#line[gone]) gone += 1;
    for (const place of this.#places) place.outside -= gone;
    return this.#line.splice(0, gone);
  }

  /** Those of the same time included, so that equals keep the order in which they came. */
  #countBefore(sentAt: number): number {
    let [low, high] = [0, this.#line.length];
    const last = this.#line[high - 1];
    if (!last || last.sentAt <= sentAt) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#line[middle]?.sentAt ?? 0) <= sentAt) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
