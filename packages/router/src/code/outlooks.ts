import type { Offer } from '@numroute/core';
import type { Terms } from '../buying/terms.ts';
import type { Plan } from '../quoting/outlook.ts';
import type { Quotes, RankBy } from '../quoting/quote.ts';
import type { RankContext, Strategy } from '../quoting/rank.ts';
import type { Want } from '../quoting/want.ts';
import { cellOf } from '../value/chain.ts';
import { giveUpAfter, value } from '../value/strategy.ts';

/** Which number to buy for a code, and how long to wait for it: by what was learnt so far. */
export class Outlooks {
  readonly #quotes: Quotes;
  readonly #own: Strategy | undefined;

  /** @param own The user's strategy, which then ranks instead of `value`. */
  constructor(quotes: Quotes, own: Strategy | undefined) {
    this.#quotes = quotes;
    this.#own = own;
  }

  rankBy(plan: Plan): RankBy {
    return { strategy: this.#own ? untriedFirst(this.#own, plan) : value, plan };
  }

  /**
   * The age in milliseconds at which an order without a code is to be given up, by what could be bought instead.
   *
   * @param live `isAlone`: the next number is bought only when its order is over, which may not be before
   *   the earliest cancel.
   */
  async giveUpAfter(
    live: { readonly offer: Offer; readonly ageMs: number; readonly isAlone: boolean },
    wanted: Want,
    { chosen, maxPrice, allowVirtual }: Terms,
    plan: Plan,
    signal: AbortSignal,
  ): Promise<number> {
    const options = { ...chosen, maxPrice, allowVirtual, strategy: value, plan };
    return await this.#quotes.decide(wanted, options, signal, (offers, context) =>
      giveUpAfter(live.offer, live.ageMs, offers, live.isAlone ? context : cancelledAtOnce(context)),
    );
  }
}

/** What has brought no code for this want comes after everything else. */
function untriedFirst(strategy: Strategy, { tried }: Plan): Strategy {
  return (offers, context) => {
    const { ranked, excluded } = strategy(offers, context);
    const times = (offer: Offer): number => tried?.get(cellOf(offer)) ?? 0;
    return { ranked: ranked.toSorted((one, other) => times(one.offer) - times(other.offer)), excluded };
  };
}

function cancelledAtOnce(context: RankContext): RankContext {
  return {
    ...context,
    manifest: (provider) => {
      const known = context.manifest(provider);
      return known && { ...known, timing: { ...known.timing, cancelAfterMs: 0 } };
    },
  };
}
