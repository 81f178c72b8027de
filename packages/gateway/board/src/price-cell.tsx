import type { JSX } from 'preact';
import { Apart } from './bidi.tsx';
import { useSpeech } from './languages.ts';
import type { VendorCell } from './price-rows.ts';
import type { Offer } from './resources.ts';
import { useNow } from './ticker.ts';

interface PriceCellProps {
  readonly cell: VendorCell;
  /** In its country. */
  readonly isBest: boolean;
  readonly isCheapestOfAll: boolean;
}

export function PriceCell({ cell: { best, dearer }, isBest, isCheapestOfAll }: PriceCellProps): JSX.Element {
  const { words, formats } = useSpeech();
  return (
    <>
      <div class="line">
        <span class={isBest ? 'price best' : 'price'}>
          <Apart>{formats.money(best.price)}</Apart>
        </span>
        {isBest && <span class={isCheapestOfAll ? 'badge strong' : 'badge'}>{words.cheapest}</span>}
        {best.virtual && <span class="badge plain">{words.virtual}</span>}
      </div>
      <Facts offer={best} />
      {dearer.length > 0 && (
        <details>
          <summary>{words.morePrices(formats.count(dearer.length))}</summary>
          <ul>
            {dearer.map((offer) => (
              <li key={`${offer.pool} ${offer.price.amount} ${offer.virtual}`}>
                <span class="price">
                  <Apart>{formats.money(offer.price)}</Apart>
                </span>{' '}
                {offer.virtual && <span class="badge plain">{words.virtual}</span>}
                <Facts offer={offer} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** Cost, stock, success, freshness: what is known of one offer, in one quiet line. */
function Facts({ offer }: { readonly offer: Offer }): JSX.Element {
  const { words, formats } = useSpeech();
  const { price, cost, stock, successRate, listedAt, pool } = offer;
  return (
    <p class="facts small muted">
      {cost && cost.currency !== price.currency && <Apart>{formats.money(cost)}</Apart>}
      <span>{stock === null ? words.stockUnknown : words.inStock(formats.count(stock))}</span>
      {successRate && (
        <span title={successRate.source === 'measured' ? words.arrivesBy.measured : words.arrivesBy.vendor}>
          {words.arrives(formats.share(successRate.value))}
        </span>
      )}
      {pool !== undefined && <Apart>{words.pool(pool)}</Apart>}
      {listedAt !== undefined && <Age time={listedAt} />}
    </p>
  );
}

function Age({ time }: { readonly time: string }): JSX.Element {
  const { words, formats } = useSpeech();
  const now = useNow(5_000);
  return <span>{words.listed(formats.relative(Math.min(0, Date.parse(time) - now)))}</span>;
}
