import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { Apart } from './bidi.tsx';
import type { Choice } from './buy-dialog.tsx';
import { useSpeech } from './languages.ts';
import { useNames } from './names.ts';
import { type CountryRow, rowsOf, vendorsOf } from './price-rows.ts';
import { PriceTable } from './price-table.tsx';
import { ProblemNote } from './problem-note.tsx';
import type { OfferPage, Service } from './resources.ts';
import { useNow } from './ticker.ts';
import type { Loaded } from './use-loaded.ts';

interface PricesSectionProps {
  readonly services: Loaded<{ readonly services: readonly Service[] }>;
  readonly offers: Loaded<OfferPage>;
  readonly service: string | undefined;
  readonly onService: (slug: string) => void;
  readonly currency: string;
  readonly currencies: readonly string[];
  readonly onCurrency: (currency: string) => void;
  readonly onBuy: (choice: Choice) => void;
}

export function PricesSection(props: PricesSectionProps): JSX.Element {
  const { services, offers, service, onService, currency, currencies, onCurrency, onBuy } = props;
  const { words, formats } = useSpeech();
  const { countryName } = useNames();
  const [filter, setFilter] = useState('');
  const [sort, setSort] = useState<'price' | 'name'>('price');
  const page = offers.value;
  const rows = useMemo(() => rowsOf(page?.offers ?? []), [page]);
  const vendors = useMemo(() => vendorsOf(page?.offers ?? []), [page]);
  const wanted = filter.trim().toLocaleLowerCase();
  const fits = ({ country }: CountryRow): boolean =>
    `${countryName(country)} ${country}`.toLocaleLowerCase().includes(wanted);
  const shown = rows.filter(fits);
  if (sort === 'name') {
    shown.sort((left, right) => formats.compare(countryName(left.country), countryName(right.country)));
  }
  const listed = services.value?.services ?? [];
  const isEmpty = services.value !== undefined && listed.length === 0;

  return (
    <section aria-labelledby="prices-title">
      <div class="row spread">
        <h2 id="prices-title">{words.prices}</h2>
        <Updated offers={offers} />
      </div>
      <div class="pickers">
        <label>
          {words.service}
          <select value={service} onChange={(event) => onService(event.currentTarget.value)}>
            {[...listed]
              .sort((left, right) => formats.compare(left.name, right.name))
              .map(({ slug, name }) => (
                <option key={slug} value={slug}>
                  {name}
                </option>
              ))}
          </select>
        </label>
        <label>
          {words.currency}
          <select value={currency} onChange={(event) => onCurrency(event.currentTarget.value)}>
            {currencies.map((code) => (
              <option key={code} value={code}>
                {formats.currency(code)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.filter}
          <input
            type="search"
            value={filter}
            autocomplete="off"
            onInput={(event) => setFilter(event.currentTarget.value)}
          />
        </label>
        <label>
          {words.sort}
          <select
            value={sort}
            onChange={(event) => setSort(event.currentTarget.value === 'name' ? 'name' : 'price')}
          >
            <option value="price">{words.byPrice}</option>
            <option value="name">{words.byName}</option>
          </select>
        </label>
      </div>
      {(services.problem ?? offers.problem) !== undefined && (
        <ProblemNote problem={(services.problem ?? offers.problem) as NonNullable<typeof offers.problem>}>
          {page && <span class="small">{words.stale}</span>}
        </ProblemNote>
      )}
      {page?.complete === false && page.silent === undefined && <p class="small warn">{words.incomplete}</p>}
      {page && page.total > page.offers.length && (
        <p class="small warn">
          <Apart>{words.notAll(formats.count(page.offers.length), formats.count(page.total))}</Apart>
        </p>
      )}
      {isEmpty && <p class="muted">{words.noServices}</p>}
      {page === undefined && !isEmpty && (services.isLoading || offers.isLoading) && (
        <p class="muted">{words.loading}</p>
      )}
      {page && rows.length === 0 && <p class="muted">{words.nothingForSale}</p>}
      {rows.length > 0 && shown.length === 0 && <p class="muted">{words.nothingFound}</p>}
      {shown.length > 0 && service !== undefined && (
        <PriceTable service={service} rows={shown} vendors={vendors} cheapest={rows[0]} onBuy={onBuy} />
      )}
    </section>
  );
}

function Updated({ offers: { at, isLoading, reload } }: { readonly offers: Loaded<OfferPage> }): JSX.Element {
  const { words, formats } = useSpeech();
  const now = useNow(5_000);
  return (
    <span class="row small muted">
      {at !== undefined && <span>{words.updated(formats.relative(Math.min(0, at - now)))}</span>}
      <button type="button" class="quiet" aria-busy={isLoading} onClick={reload}>
        {words.refresh}
      </button>
    </span>
  );
}
