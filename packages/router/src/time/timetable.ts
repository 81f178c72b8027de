import type { Clock } from '@numroute/core';
import { type Alarm, createAlarm } from './alarm.ts';
import { type Due, DueHeap } from './due-heap.ts';

/** What is to be done at many times, with one timer for all of them. */
export class Timetable<T extends Due> {
  readonly #clock: Clock;
  readonly #come: (item: T) => void;
  readonly #alarm: Alarm;
  readonly #heap = new DueHeap<T>();
  readonly #signal: AbortSignal;

  /**
   * @param come Told of each item when its time has come, which is in the timetable no longer then.
   * @param signal Nothing comes after it has aborted.
   */
  constructor(clock: Clock, come: (item: T) => void, signal: AbortSignal) {
    this.#clock = clock;
    this.#come = come;
    this.#signal = signal;
    this.#alarm = createAlarm(clock, () => this.#ring());
    signal.addEventListener('abort', this.#alarm.off, { once: true });
  }

  /** Comes in so many milliseconds, whenever it was to come before. */
  put(item: T, inMs: number): void {
    // An alarm that is set now, nobody turns off.
    if (this.#signal.aborted) return;
    // Whole numbers weigh nothing in a JavaScript object.
    item.due = Math.ceil(this.#clock.monotonic() + inMs);
    if (item.place < 0) this.#heap.add(item);
    else this.#heap.moved(item);
    this.#alarm.by(inMs);
  }

  /** Never comes. Nothing if it was not to come. */
  take(item: T): void {
    if (item.place >= 0) this.#heap.remove(item);
  }

  #ring(): void {
    for (let { top } = this.#heap; top && top.due <= this.#clock.monotonic(); { top } = this.#heap) {
      this.#heap.remove(top);
      this.#come(top);
    }
    if (this.#heap.top) this.#alarm.by(this.#heap.top.due - this.#clock.monotonic());
  }
}
