import type { JSX } from 'preact';
import { useSpeech } from './languages.ts';
import { Picker } from './picker.tsx';
import type { Service } from './resources.ts';

export type Sort = 'price' | 'name';

export interface Picked {
  readonly service: string | undefined;
  readonly currency: string;
  readonly filter: string;
  /** Undefined: all. */
  readonly vendor: string | undefined;
  readonly sort: Sort;
  /** Undefined: whatever is in stock. */
  readonly minStock: number | undefined;
}

interface PricePickersProps {
  readonly services: readonly Service[];
  readonly currencies: readonly string[];
  /** Fewer than two leave no choice. */
  readonly vendors: readonly string[];
  readonly picked: Picked;
  readonly onService: (slug: string) => void;
  readonly onCurrency: (currency: string) => void;
  readonly onFilter: (filter: string) => void;
  readonly onVendor: (vendor: string | undefined) => void;
  readonly onSort: (sort: Sort) => void;
  readonly onMinStock: (minStock: number | undefined) => void;
}

const STOCKS = [10, 100, 1_000];

/** Which prices, in which currency, in which order. */
export function PricePickers(props: PricePickersProps): JSX.Element {
  const { services, currencies, vendors, picked } = props;
  const { onService, onCurrency, onFilter, onVendor, onSort, onMinStock } = props;
  const { words, formats } = useSpeech();
  return (
    <div class="pickers">
      <label>
        {words.service}
        <select value={picked.service} onChange={(event) => onService(event.currentTarget.value)}>
          {services
            .toSorted((left, right) => formats.compare(left.name, right.name))
            .map(({ slug, name }) => (
              <option key={slug} value={slug}>
                {name}
              </option>
            ))}
        </select>
      </label>
      <label>
        {words.filter}
        <input
          type="search"
          value={picked.filter}
          autocomplete="off"
          onInput={(event) => onFilter(event.currentTarget.value)}
        />
      </label>
      {vendors.length > 1 && (
        <Picker
          name={words.vendor}
          value={picked.vendor}
          options={vendors.map((id) => [id, id])}
          onPick={onVendor}
        />
      )}
      <label>
        {words.currency}
        <select value={picked.currency} onChange={(event) => onCurrency(event.currentTarget.value)}>
          {currencies.map((code) => (
            <option key={code} value={code}>
              {formats.currency(code)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {words.sort}
        <select
          value={picked.sort}
          onChange={(event) => onSort(event.currentTarget.value === 'name' ? 'name' : 'price')}
        >
          <option value="price">{words.byPrice}</option>
          <option value="name">{words.byName}</option>
        </select>
      </label>
      <Picker
        name={words.leastStock}
        value={picked.minStock?.toString()}
        options={STOCKS.map((count) => [`${count}`, words.orMore(formats.count(count))])}
        onPick={(count) => onMinStock(count === undefined ? undefined : Number(count))}
      />
    </div>
  );
}
