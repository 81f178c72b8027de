import { binOf, edge, waitIn } from './curve.ts';

/** An offer as a plan sees it: what an order may cost, and when its code may come. Times in seconds. */
export interface Box {
  readonly price: number;
  readonly hazards: readonly number[];
  /** Of all hazards: what a draw makes of them. */
  readonly scale: number;
  /** The chance that the vendor keeps the money of an order without a code. */
  readonly keeps: number;
  /** Until the number is there. */
  readonly purchase: number;
  /** The age at which a cancel is taken first. */
  readonly cancelAfter: number;
  readonly life: number;
}

/** The ages at which an order may be given up, and what waiting until then comes to. In columns, to be used again. */
export class Steps {
  readonly #ages: number[] = [];
  readonly #had: number[] = [];
  readonly #waited: number[] = [];
  length = 0;

  /**
   * The first age, the edges between, the last age.
   *
   * @param from The age of the order now; nothing is counted before.
   */
  fill({ hazards, scale }: Box, from: number, first: number, last: number): this {
    this.length = 0;
    let [age, waits, waited] = [from, 1, 0];
    if (first <= from) this.#put(age, 0, 0);
    for (let bin = from > 0 ? binOf(from) : 0; age < last; ) {
      const end = edge(bin + 1);
      let next = age < first && first < end ? first : end;
      if (last < next) next = last;
      const hazard = (hazards[bin] ?? 0) * scale;
      const stays = Math.exp(-hazard * (next - age));
      waited += waits * waitIn(hazard, next - age, stays);
      waits *= stays;
      age = next;
      if (age >= first) this.#put(age, 1 - waits, waited);
      if (age === end) bin += 1;
    }
    return this;
  }

  #put(age: number, had: number, waited: number): void {
    this.#ages[this.length] = age;
    this.#had[this.length] = had;
    this.#waited[this.length] = waited;
    this.length += 1;
  }

  age(step: number): number {
    return this.#ages[step] ?? Number.NaN;
  }

  /** The share of those that waited at the beginning that has its code by then. */
  had(step: number): number {
    return this.#had[step] ?? Number.NaN;
  }

  /** Seconds from the beginning until then or until the code, in the mean. */
  waited(step: number): number {
    return this.#waited[step] ?? Number.NaN;
  }
}
