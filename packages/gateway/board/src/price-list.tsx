import type { JSX } from 'preact';
import { Apart } from './bidi.tsx';
import { BuyButton } from './buy-button.tsx';
import { CountryLink } from './country-link.tsx';
import { useSpeech } from './languages.ts';
import { type CountryRow, SHOP } from './price-rows.ts';
import type { PricesProps } from './prices.tsx';
import { steady } from './steady.tsx';
import { VendorPrice } from './vendor-price.tsx';

/** A card for each country and its vendors by price: the same as the table, for a narrow page or many vendors. */
export function PriceList({ rows, onBuy }: PricesProps): JSX.Element {
  return (
    <ul class="price-list" aria-labelledby="prices-title">
      {rows.map((row) => (
        <Card key={row.country} row={row} onBuy={onBuy} />
      ))}
    </ul>
  );
}

interface CardProps extends Pick<PricesProps, 'onBuy'> {
  readonly row: CountryRow;
}

const Card = steady(({ row, onBuy }: CardProps): JSX.Element => {
  const { words } = useSpeech();
  return (
    <li class="card">
      <div class="row spread">
        <h3>
          <CountryLink service={row.best.service} country={row.country} />
        </h3>
        <BuyButton offer={row.best} onBuy={onBuy} />
      </div>
      <ol class={row.cells.has(SHOP) ? 'shop' : undefined} aria-label={words.byPriceList}>
        {[...row.cells.values()].map((cell) => (
          <li key={cell.vendor} class={cell.rank && 'best'}>
            {cell.vendor !== SHOP && (
              <span class="vendor">
                <Apart>{cell.vendor}</Apart>
              </span>
            )}
            <VendorPrice cell={cell} />
          </li>
        ))}
      </ol>
    </li>
  );
});
