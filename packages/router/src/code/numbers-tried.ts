import type { TriedNumber } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Account } from '../account/account.ts';
import { NumberTried } from './number-tried.ts';

/** All numbers of one want, in the order in which they were bought. */
export class NumbersTried {
  readonly #all: NumberTried[] = [];
  readonly #tell: () => void;

  /** @param tell Called whenever something about one of them has changed. */
  constructor(tell: () => void) {
    this.#tell = tell;
  }

  /** Resolves once whatever happens to it is heard of. */
  async add(account: Account, entry: JournalEntry): Promise<NumberTried> {
    const number = new NumberTried(account, entry, this.#all.length + 1, this.#tell);
    this.#all.push(number);
    await number.lookBack();
    return number;
  }

  get all(): readonly NumberTried[] {
    return this.#all;
  }

  get live(): readonly NumberTried[] {
    return this.#all.filter(({ isLive }) => isLive);
  }

  /** Its code is the code: the one that came first, also where another number has one by now. */
  get withCode(): NumberTried | undefined {
    const cameAt = ({ entry: { sentAt, codeAfterMs = 0 } }: NumberTried): number => sentAt + codeAfterMs;
    const all = this.#all.filter((number) => number.hasCode && number.isHandedOut);
    return all.toSorted((one, other) => cameAt(one) - cameAt(other))[0];
  }

  /** What a user threw. */
  get failure(): NumberTried['failure'] {
    return this.#all.find(({ failure }) => failure)?.failure;
  }

  /** Those that brought nothing. */
  get inVain(): readonly TriedNumber[] {
    return this.#all.filter(({ hasCode }) => !hasCode).map(({ tried }) => tried);
  }

  /** Open, and nobody insists on the cancel. */
  get left(): readonly NumberTried[] {
    return this.#all.filter(({ entry }) => entry.state === 'open' && !entry.cancel?.insist);
  }

  /** When one of them is to be thought about; by the monotonic clock. */
  get reviewAt(): number {
    const waiting = this.live.filter(({ isGivenUp }) => !isGivenUp);
    return Math.min(...waiting.map(({ reviewAt }) => reviewAt));
  }
}
