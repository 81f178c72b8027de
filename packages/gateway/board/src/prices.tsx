import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Choice } from './buy-dialog.tsx';
import { useSpeech } from './languages.ts';
import { PriceList } from './price-list.tsx';
import type { CountryRow, Vendor } from './price-rows.ts';
import { PriceTable } from './price-table.tsx';
import { useDrawn } from './use-drawn.ts';
import { useMedia } from './use-media.ts';
import { VendorAges } from './vendor-ages.tsx';

export interface PricesProps {
  readonly rows: readonly CountryRow[];
  readonly vendors: readonly Vendor[];
  readonly onBuy: (choice: Choice) => void;
}

/** Further ones on demand, because a page of two hundred countries hides what stands below it. */
const SHOWN = 30;
const MOST_COLUMNS = 6;
const COUNTRY_REM = 19;
const COLUMN_REM = 10.5;

const countryOf = ({ country }: CountryRow): string => country;

/** A table where there is room for it, else cards; nothing ever scrolls sideways. */
export function Prices({ rows, ...rest }: PricesProps): JSX.Element {
  const { words, formats } = useSpeech();
  const [isWhole, setWhole] = useState(false);
  const columns = rest.vendors.length;
  const hasRoom = useMedia(`(min-width: ${COUNTRY_REM + COLUMN_REM * columns}rem)`);
  const isTable = hasRoom && columns <= MOST_COLUMNS;
  const shown = useDrawn(isWhole ? rows : rows.slice(0, SHOWN), countryOf);
  return (
    <>
      {isTable ? (
        <PriceTable rows={shown} {...rest} />
      ) : (
        <>
          <VendorAges vendors={rest.vendors} />
          <PriceList rows={shown} {...rest} />
        </>
      )}
      {rows.length > SHOWN && (
        <button type="button" class="more" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? words.showFewer : words.showAll(formats.count(rows.length))}
        </button>
      )}
    </>
  );
}
