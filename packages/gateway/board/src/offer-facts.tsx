import type { JSX } from 'preact';
import { Apart } from './bidi.tsx';
import { useSpeech } from './languages.ts';
import type { Offer } from './resources.ts';

const FEW = 10;
const MOST_ARRIVE = 0.7;
const MANY_FAIL = 0.4;

/** Stock, success, cost and pool of one offer in a quiet line; what is worth a look has a colour, too. */
export function OfferFacts({ offer }: { readonly offer: Offer }): JSX.Element {
  const { words, formats } = useSpeech();
  const { price, cost, stock, successRate, pool } = offer;
  return (
    <p class="facts">
      <span class={stock !== null && stock < FEW ? 'is-low' : undefined}>
        <Apart>{stock === null ? words.stockUnknown : words.inStock(formats.count(stock))}</Apart>
      </span>
      {successRate && (
        <span
          class={levelOf(successRate.value)}
          title={successRate.source === 'measured' ? words.arrivesBy.measured : words.arrivesBy.vendor}
        >
          <Apart>{words.arrives(formats.share(successRate.value))}</Apart>
        </span>
      )}
      {cost && cost.currency !== price.currency && <Apart>{formats.money(cost)}</Apart>}
      {pool !== undefined && <Apart>{words.pool(pool)}</Apart>}
    </p>
  );
}

function levelOf(share: number): string | undefined {
  if (share >= MOST_ARRIVE) return 'is-good';
  return share < MANY_FAIL ? 'is-low' : undefined;
}
