import type { JSX } from 'preact';
import { Apart } from './bidi.tsx';
import { useSpeech } from './languages.ts';
import { OfferFacts } from './offer-facts.tsx';
import { OutlookFacts } from './outlook-facts.tsx';
import type { VendorCell } from './price-rows.ts';

interface VendorPriceProps {
  readonly cell: VendorCell;
}

/** What one vendor asks in one country: the price first, what is known of it below, dearer ones on demand. */
export function VendorPrice({ cell: { best, dearer, rank } }: VendorPriceProps): JSX.Element {
  const { words, formats } = useSpeech();
  return (
    <div class="offer">
      <div class="line">
        <span class="price">
          <Apart>{formats.money(best.price)}</Apart>
        </span>
        {rank && (
          <span class={`badge is-${rank}`}>{rank === 'first' ? words.cheapestOfAll : words.cheapest}</span>
        )}
        {best.virtual && <span class="badge">{words.virtual}</span>}
      </div>
      <OfferFacts offer={best} />
      {best.outlook && <OutlookFacts outlook={best.outlook} />}
      {dearer.length > 0 && (
        <details>
          <summary>{words.morePrices(formats.count(dearer.length))}</summary>
          <ul>
            {dearer.map((offer) => (
              <li key={`${offer.pool} ${offer.price.amount} ${offer.virtual}`}>
                <div class="line">
                  <span class="price">
                    <Apart>{formats.money(offer.price)}</Apart>
                  </span>
                  {offer.virtual && <span class="badge">{words.virtual}</span>}
                </div>
                <OfferFacts offer={offer} />
                {offer.outlook && <OutlookFacts outlook={offer.outlook} />}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
