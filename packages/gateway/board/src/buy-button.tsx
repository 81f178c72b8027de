import type { JSX } from 'preact';
import type { Choice } from './buy-dialog.tsx';
import { useSpeech } from './languages.ts';
import { useNames } from './names.ts';
import type { Offer } from './resources.ts';

interface BuyButtonProps {
  readonly offer: Offer;
  readonly isPrimary?: boolean;
  readonly onBuy: (choice: Choice) => void;
}

/** Opens the dialog; nothing is bought yet. */
export function BuyButton({ offer, isPrimary = false, onBuy }: BuyButtonProps): JSX.Element {
  const { words } = useSpeech();
  const { serviceName, countryName } = useNames();
  const { service, country, price, virtual = false } = offer;
  return (
    <button
      type="button"
      class={isPrimary ? 'primary' : undefined}
      aria-haspopup="dialog"
      aria-label={words.buyIn(serviceName(service), countryName(country))}
      onClick={() => onBuy({ service, country, price, isVirtual: virtual })}
    >
      {words.buy}
    </button>
  );
}
