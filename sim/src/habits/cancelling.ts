import { NumrouteError, type Shop, type WireReply } from '@numroute/core';
import type { Manner, Where } from './where.ts';

/** Words of the dialect that its server half does not say by itself. */
const FINAL = 'FREE_CANCELLATION_EXPIRED';
const TIMELESS = 'BAD_STATUS';

/** Cancels that the vendor will not have: of some orders never, of some the first few. */
export class Refusals {
  readonly #where: Where;
  readonly #final = new Map<string, { heard: boolean; askedAfterwards: number }>();
  readonly #left = new Map<string, number>();
  readonly #asked = new Set<string>();
  /** What the refusal under way is to be called on the wire. */
  #word: string | undefined;

  constructor(where: Where) {
    this.#where = where;
  }

  readonly manner: Manner = (shop): Shop => ({
    ...shop,
    cancelOrder: async (id) => {
      const { status } = await shop.fetchOrder(id);
      const word = status === 'open' ? this.#refusalOf(id) : undefined;
      if (word === undefined) return shop.cancelOrder(id);
      this.#word = word;
      throw new NumrouteError('WRONG_STATE', 'It will not be cancelled.', {});
    },
  });

  /** The reply to a cancel, in the vendor's own word for its refusal. */
  worded(reply: WireReply): WireReply {
    const word = this.#word;
    this.#word = undefined;
    return word === undefined || this.#where.vendor.kind === 'arzancell' ? reply : { body: word };
  }

  /** A cancel leaves for the vendor; it may reach the vendor much later. */
  asked(id: string): void {
    this.#asked.add(id);
    const refused = this.#final.get(id);
    if (refused?.heard) refused.askedAfterwards += 1;
  }

  /** A reply about the order reached the engine. */
  heard(id: string, text: string): void {
    const refused = this.#final.get(id);
    if (refused && text === FINAL) refused.heard = true;
  }

  /** Whether a cancel of the order ever left. */
  wasAsked(id: string): boolean {
    return this.#asked.has(id);
  }

  /** How often the vendor was asked once more after its refusal for good was heard. */
  askedAfterFinal(id: string): number {
    return this.#final.get(id)?.askedAfterwards ?? 0;
  }

  /** Whether each cancel of this order is refused. */
  isFinal(id: string): boolean {
    return this.#final.has(id);
  }

  #refusalOf(id: string): string | undefined {
    const { vendor, random, isHealed, showed } = this.#where;
    const refused = this.#final.get(id);
    if (refused) return FINAL;
    const left = this.#left.get(id);
    if (left === undefined && vendor.habits.has('cancel-final') && random.chance(0.6)) {
      this.#final.set(id, { heard: false, askedAfterwards: 0 });
      showed('cancel-final', id);
      return FINAL;
    }
    if (!vendor.habits.has('cancel-timeless') || isHealed()) return undefined;
    if (left === 0) return undefined;
    this.#left.set(id, (left ?? random.whole(1, 6)) - 1);
    showed('cancel-timeless', id);
    return TIMELESS;
  }
}
