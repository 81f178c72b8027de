import type { JSX } from 'preact';
import { Apart } from './bidi.tsx';
import { BuyButton } from './buy-button.tsx';
import type { Choice } from './buy-dialog.tsx';
import { useSpeech } from './languages.ts';
import { useNames } from './names.ts';
import { OfferFacts } from './offer-facts.tsx';
import type { Offer } from './resources.ts';
import { VendorLink } from './vendor-link.tsx';

interface CheapestNowProps {
  readonly offer: Offer;
  readonly onBuy: (choice: Choice) => void;
}

/** The one answer that most people come for. */
export function CheapestNow({ offer, onBuy }: CheapestNowProps): JSX.Element {
  const { words, formats } = useSpeech();
  const { wishName } = useNames();
  return (
    <div class="cheapest-now">
      <p class="what">
        <span class="small">{words.cheapestTitle}</span>
        <br />
        <strong>{wishName(offer)}</strong>
      </p>
      <p class="amount">
        <Apart>{formats.money(offer.price)}</Apart>
      </p>
      <div class="offer">
        {offer.provider !== undefined && (
          <p class="small">
            <VendorLink id={offer.provider} />
          </p>
        )}
        <OfferFacts offer={offer} />
      </div>
      <BuyButton offer={offer} isPrimary onBuy={onBuy} />
    </div>
  );
}
