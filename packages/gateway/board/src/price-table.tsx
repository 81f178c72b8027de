import type { JSX } from 'preact';
import { Apart } from './bidi.tsx';
import type { Choice } from './buy-dialog.tsx';
import { useSpeech } from './languages.ts';
import { useNames } from './names.ts';
import { PriceCell } from './price-cell.tsx';
import { type CountryRow, SHOP } from './price-rows.ts';

interface PriceTableProps {
  readonly service: string;
  readonly rows: readonly CountryRow[];
  readonly vendors: readonly string[];
  /** The one with the lowest price of all. */
  readonly cheapest: CountryRow | undefined;
  readonly onBuy: (choice: Choice) => void;
}

/** Countries by vendors. It may be wider than its place and then scrolls in it; on a phone it is a list. */
export function PriceTable({ service, rows, vendors, cheapest, onBuy }: PriceTableProps): JSX.Element {
  const { words } = useSpeech();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached without a mouse
    <section class="table-frame" aria-label={words.price} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.country}</th>
            {vendors.map((vendor) => (
              <th key={vendor} scope="col">
                {vendor === SHOP ? words.price : <Apart>{vendor}</Apart>}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row
              key={row.country}
              service={service}
              row={row}
              vendors={vendors}
              isCheapest={row.country === cheapest?.country}
              onBuy={onBuy}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps {
  readonly service: string;
  readonly row: CountryRow;
  readonly vendors: readonly string[];
  readonly isCheapest: boolean;
  readonly onBuy: (choice: Choice) => void;
}

function Row({ service, row, vendors, isCheapest, onBuy }: RowProps): JSX.Element {
  const { words } = useSpeech();
  const { serviceName, countryName } = useNames();
  const { country, best, cells } = row;
  return (
    <tr>
      <th scope="row">
        <Apart>{countryName(country)}</Apart> {/^[A-Z]{2}$/.test(country) && <small>{country}</small>}
      </th>
      {vendors.map((vendor) => {
        const cell = cells.get(vendor);
        return (
          <td key={vendor} data-vendor={vendor === SHOP ? undefined : vendor} class={cell ? '' : 'none'}>
            {cell ? (
              <PriceCell
                cell={cell}
                isBest={cell.best === best}
                isCheapestOfAll={isCheapest && cell.best === best}
              />
            ) : (
              <span aria-hidden="true">–</span>
            )}
          </td>
        );
      })}
      <td class="buy">
        <button
          type="button"
          aria-label={words.buyIn(serviceName(service), countryName(country))}
          onClick={() => onBuy({ service, country, price: best.price, isVirtual: best.virtual === true })}
        >
          {words.buy}
        </button>
      </td>
    </tr>
  );
}
