// biome-ignore-all lint/a11y/noRedundantRoles: to some readers rows with a layout of their own are no table any more
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { BuyButton } from './buy-button.tsx';
import { CountryLink } from './country-link.tsx';
import { Freshness } from './freshness.tsx';
import { useSpeech } from './languages.ts';
import { type CountryRow, SHOP } from './price-rows.ts';
import type { PricesProps } from './prices.tsx';
import { steady } from './steady.tsx';
import { VendorLink } from './vendor-link.tsx';
import { VendorPrice } from './vendor-price.tsx';

/** Countries by vendors, where there is room for a column each. */
export function PriceTable({ rows, vendors, onBuy }: PricesProps): JSX.Element {
  const { words } = useSpeech();
  const names = vendors.map(({ id }) => id).join(' ');
  const ids = useMemo(() => names.split(' '), [names]);
  return (
    <div class="price-table">
      <table role="table" aria-labelledby="prices-title">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">
              {words.country}
            </th>
            {vendors.map(({ id, since }) => (
              <th key={id} role="columnheader" scope="col">
                {id === SHOP ? words.price : <VendorLink id={id} />}{' '}
                {since !== undefined && <Freshness since={since} />}
              </th>
            ))}
            <td role="cell" />
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <Row key={row.country} row={row} vendors={ids} onBuy={onBuy} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps extends Pick<PricesProps, 'onBuy'> {
  readonly vendors: readonly string[];
  readonly row: CountryRow;
}

const Row = steady(({ row, vendors, onBuy }: RowProps): JSX.Element => {
  const { words } = useSpeech();
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <CountryLink service={row.best.service} country={row.country} />
      </th>
      {vendors.map((id) => {
        const cell = row.cells.get(id);
        if (!cell) {
          return (
            <td key={id} role="cell" class="none">
              <span aria-hidden="true">–</span>
              <span class="unseen">{words.notSold}</span>
            </td>
          );
        }
        return (
          <td key={id} role="cell" class={cell.rank && 'best'}>
            <VendorPrice cell={cell} />
          </td>
        );
      })}
      <td role="cell" class="buy">
        <BuyButton offer={row.best} onBuy={onBuy} />
      </td>
    </tr>
  );
});
