import type { JSX } from 'preact';
import { BuyButton } from './buy-button.tsx';
import { CountryLink } from './country-link.tsx';
import { Freshness } from './freshness.tsx';
import { useSpeech } from './languages.ts';
import { type CountryRow, SHOP } from './price-rows.ts';
import type { PricesProps } from './prices.tsx';
import { VendorLink } from './vendor-link.tsx';
import { VendorPrice } from './vendor-price.tsx';

/** Countries by vendors, where there is room for a column each. */
export function PriceTable({ rows, vendors, ranks, onBuy }: PricesProps): JSX.Element {
  const { words } = useSpeech();
  return (
    <div class="price-table">
      <table aria-labelledby="prices-title">
        <thead>
          <tr>
            <th scope="col">{words.country}</th>
            {vendors.map(({ id, since }) => (
              <th key={id} scope="col">
                {id === SHOP ? words.price : <VendorLink id={id} />}{' '}
                {since !== undefined && <Freshness since={since} />}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.country} row={row} vendors={vendors} ranks={ranks} onBuy={onBuy} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps extends Pick<PricesProps, 'vendors' | 'ranks' | 'onBuy'> {
  readonly row: CountryRow;
}

function Row({ row, vendors, ranks, onBuy }: RowProps): JSX.Element {
  const { words } = useSpeech();
  return (
    <tr>
      <th scope="row">
        <CountryLink service={row.best.service} country={row.country} />
      </th>
      {vendors.map(({ id }) => {
        const cell = row.cells.get(id);
        if (!cell) {
          return (
            <td key={id} class="none">
              <span aria-hidden="true">–</span>
              <span class="unseen">{words.notSold}</span>
            </td>
          );
        }
        return (
          <td key={id} class={ranks.has(cell.best) ? 'best' : undefined}>
            <VendorPrice cell={cell} rank={ranks.get(cell.best)} />
          </td>
        );
      })}
      <td class="buy">
        <BuyButton offer={row.best} onBuy={onBuy} />
      </td>
    </tr>
  );
}
