import type { JournalEntry } from '@numroute/journal';
import type { Emit } from '../events.ts';

/** Not before so many orders in a row without a code, of so many wants, at so many vendors. */
const [ORDERS, WANTS, VENDORS] = [8, 3, 2];
/** Chance alone leaves so many orders without a code less than once in thirty times. */
const RARELY = 1 / 30;
/** Older ones say nothing of today. */
const MOST = 30;

interface Silence {
  readonly want: string;
  readonly provider: string;
  readonly chance: number;
}

/** Tells when a service sends no codes any more, whoever sells the number: the site, or whoever asks it, is to blame. */
export class SilentServices {
  readonly #emit: Emit;
  /** The latest orders without a code since the last one with, by service. */
  readonly #silences = new Map<string, readonly Silence[]>();
  readonly #told = new Set<string>();

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  /** @param chance That it would have had its code by its age. */
  over({ offer, want, codeAfterMs }: JournalEntry, chance: number): void {
    const { service, provider } = offer;
    if (codeAfterMs !== undefined) {
      this.#silences.delete(service);
      this.#told.delete(service);
      return;
    }
    const one = { want: want ?? '', provider, chance };
    const latest = [...(this.#silences.get(service) ?? []), one].slice(-MOST);
    this.#silences.set(service, latest);
    const byChance = latest.reduce((product, { chance: part }) => product * (1 - part), 1);
    const isSilent =
      latest.length >= ORDERS &&
      new Set(latest.map(({ want: id }) => id)).size >= WANTS &&
      new Set(latest.map(({ provider: id }) => id)).size >= VENDORS &&
      byChance <= RARELY;
    if (!isSilent || this.#told.has(service)) return;
    this.#told.add(service);
    this.#emit({ type: 'service-silent', service, orders: latest.length });
  }
}
