import { addDecimals, compareDecimals, parseDecimal } from '@numroute/core';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Apart } from './bidi.tsx';
import { plainDecimal } from './formats.ts';
import { useSpeech } from './languages.ts';
import { useNames } from './names.ts';
import type { Money, Wish } from './resources.ts';

/** What the person pointed at. */
export interface Choice {
  readonly service: string;
  readonly country: string;
  readonly price: Money;
  readonly isVirtual: boolean;
  /** Of whom alone it is bought. Undefined: of whoever is the cheapest. */
  readonly vendor?: string;
  /** So many are in its stock at least. Undefined: any number. */
  readonly minStock?: number;
}

interface BuyDialogProps {
  readonly choice: Choice;
  readonly mayAllowVirtual: boolean;
  readonly onBuy: (wish: Wish) => void;
  readonly onClose: () => void;
}

/** Asks for the cap, and buys when it is confirmed. */
export function BuyDialog({ choice, mayAllowVirtual, onBuy, onClose }: BuyDialogProps): JSX.Element {
  const { words, formats } = useSpeech();
  const { serviceName, countryName } = useNames();
  const { service, country, price, vendor, minStock } = choice;
  const { currency } = price;
  const [typed, setTyped] = useState(price.amount);
  const [allowVirtual, setAllowVirtual] = useState(choice.isVirtual);
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  // Before anything is painted, so that no key is pressed in between.
  useLayoutEffect(() => {
    dialog.current?.showModal();
    field.current?.select();
  }, []);

  const amount = plainDecimal(typed);
  const cap = capOf(amount, price);
  const word = {
    none: words.capNoAmount,
    low: words.capTooLow(formats.money(price)),
    high: words.capHigh,
    fine: words.capHint,
  }[cap];
  const canBuy = cap === 'fine' || cap === 'high';

  return (
    <dialog ref={dialog} aria-labelledby="buy-title" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!canBuy) return;
          onBuy({
            ...{ service, country, maxPrice: { amount, currency }, allowVirtual },
            ...(vendor !== undefined && { providers: [vendor] }),
            ...(minStock !== undefined && { minStock }),
          });
          dialog.current?.close();
        }}
      >
        <h2 id="buy-title">
          <Apart>{words.buyTitle(serviceName(service), countryName(country))}</Apart>
        </h2>
        <p>
          <span class="small muted">
            <Apart>{vendor === undefined ? words.cheapestTitle : words.onlyOf(vendor)}</Apart>
            {minStock !== undefined && (
              <>
                <br />
                <Apart>{words.onlyWith(formats.count(minStock))}</Apart>
              </>
            )}
          </span>
          <br />
          <span class="dialog-price">
            <Apart>{formats.money(price)}</Apart>
          </span>
        </p>
        <div class="field">
          <label for="cap">{words.cap(formats.currency(currency))}</label>
          <input
            id="cap"
            ref={field}
            dir="ltr"
            inputMode="decimal"
            autocomplete="off"
            maxLength={40}
            value={typed}
            aria-invalid={!canBuy}
            aria-describedby="cap-word"
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
          <p id="cap-word" class={toneOf[cap]} aria-live="polite">
            {word}
          </p>
        </div>
        {mayAllowVirtual && (
          <label class="row">
            <input
              type="checkbox"
              checked={allowVirtual}
              onChange={(event) => setAllowVirtual(event.currentTarget.checked)}
            />
            {words.allowVirtual}
          </label>
        )}
        <div class="row end">
          <button type="button" class="quiet" onClick={() => dialog.current?.close()}>
            {words.back}
          </button>
          <button type="submit" class="primary" disabled={!canBuy}>
            {canBuy ? words.confirm(formats.money({ amount, currency })) : words.buy}
          </button>
        </div>
      </form>
    </dialog>
  );
}

const toneOf = { none: 'small bad', low: 'small bad', high: 'small warn', fine: 'small muted' } as const;

function capOf(amount: string, price: Money): 'none' | 'low' | 'high' | 'fine' {
  const cap = parseDecimal(amount);
  const least = parseDecimal(price.amount);
  if (!cap || !least || amount.startsWith('-')) return 'none';
  if (compareDecimals(cap, least) < 0) return 'low';
  return compareDecimals(cap, addDecimals(least, least)) > 0 ? 'high' : 'fine';
}
