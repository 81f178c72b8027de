import type { Judge } from '../judge.ts';
import type { Witness } from './store.ts';

/** Who may act at an account, as the store has it; sees every act under whichever fence. */
export class Owners implements Witness {
  readonly #fences = new Map<string, number>();
  readonly #judge: Pick<Judge, 'accuse'>;

  constructor(judge: Pick<Judge, 'accuse'>) {
    this.#judge = judge;
  }

  took(providers: readonly string[], fence: number): void {
    for (const provider of providers) this.#fences.set(provider, fence);
  }

  wrote(provider: string, fence: number, kind: string): void {
    this.#acts(provider, fence, `writes ${kind}`);
  }

  /** A request that changes something leaves for the vendor. */
  sends(provider: string, fence: number, what: string): void {
    this.#acts(provider, fence, `sends ${what}`);
  }

  #acts(provider: string, fence: number, what: string): void {
    const owner = this.#fences.get(provider);
    if (owner === fence) return;
    this.#judge.accuse(
      'M18 two that act',
      `${provider}: a life under fence ${fence} ${what}, and another has ${owner}`,
    );
  }
}
