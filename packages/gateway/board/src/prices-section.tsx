import type { JSX } from 'preact';
import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import { Apart } from './bidi.tsx';
import type { Choice } from './buy-dialog.tsx';
import { CheapestNow } from './cheapest-now.tsx';
import { useSpeech } from './languages.ts';
import { useNames } from './names.ts';
import { PricePickers, type Sort } from './price-pickers.tsx';
import {
  type CountryRow,
  ranksOf,
  rowsOf,
  SHOP,
  sameWhereAlike,
  type Vendor,
  vendorsOf,
} from './price-rows.ts';
import { Prices } from './prices.tsx';
import { ProblemNote } from './problem-note.tsx';
import type { Offer, OfferPage, Service } from './resources.ts';
import { SilentNote } from './silent-note.tsx';
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

const NOTHING: readonly Offer[] = [];

export function PricesSection(props: PricesSectionProps): JSX.Element {
  const { services, offers, service, onService, currency, currencies, onCurrency, onBuy } = props;
  const { words, formats } = useSpeech();
  const { countryName } = useNames();
  const [filter, setFilter] = useState('');
  const [vendor, setVendor] = useState<string>();
  const [sort, setSort] = useState<Sort>('price');
  const [minStock, setMinStock] = useState<number>();
  const page = offers.value;
  const listed = page?.offers ?? NOTHING;
  const sellers = useMemo(() => vendorsOf(listed), [listed]);
  const ranks = useMemo(() => ranksOf(listed), [listed]);
  const meant = useMemo(
    () =>
      listed.filter(
        ({ provider, stock }) =>
          (vendor === undefined || provider === vendor) && (stock ?? 0) >= (minStock ?? 0),
      ),
    [listed, vendor, minStock],
  );
  const before = useRef<readonly CountryRow[]>([]);
  const rows = useMemo(() => {
    before.current = sameWhereAlike(rowsOf(meant, ranks), before.current);
    return before.current;
  }, [meant, ranks]);
  const vendors = sellers.filter(({ id }) => vendor === undefined || id === vendor);
  // Whoever looks at one vendor's prices buys of nobody else, and of a large stock where they asked for one.
  const buy = useCallback(
    (choice: Choice): void =>
      onBuy({
        ...choice,
        ...(vendor !== undefined && { vendor }),
        ...(minStock !== undefined && { minStock }),
      }),
    [onBuy, vendor, minStock],
  );

  const wanted = filter.trim().toLocaleLowerCase();
  const shown = rows.filter(({ country }) =>
    `${countryName(country)} ${country}`.toLocaleLowerCase().includes(wanted),
  );
  // Of those that are shown: who looks for Germany wants no number of Vietnam.
  const [offered] = shown;
  if (sort === 'name') {
    shown.sort((left, right) => formats.compare(countryName(left.country), countryName(right.country)));
  }
  const problem = services.problem ?? offers.problem;
  const nothingOf = (one: string | undefined): string =>
    one === undefined || sellers.some(({ id }) => id === one) ? words.tooFew : words.sellsNothing(one);
  const isEmpty = services.value?.services.length === 0;

  return (
    <section aria-labelledby="prices-title">
      <div class="row spread">
        <h2 id="prices-title">{words.prices}</h2>
        <Updated offers={offers} />
      </div>
      <PricePickers
        services={services.value?.services ?? []}
        currencies={currencies}
        vendors={namesIn(sellers, vendor)}
        picked={{ service, currency, filter, vendor, sort, minStock }}
        onService={onService}
        onCurrency={onCurrency}
        onFilter={setFilter}
        onVendor={setVendor}
        onSort={setSort}
        onMinStock={setMinStock}
      />
      {problem && (
        <ProblemNote problem={problem}>{page && <span class="small">{words.stale}</span>}</ProblemNote>
      )}
      {page && <SilentNote page={page} />}
      {page && page.total > page.offers.length && (
        <p class="note is-warning small">
          <Apart>{words.notAll(formats.count(page.offers.length), formats.count(page.total))}</Apart>
        </p>
      )}
      {isEmpty && <p class="empty">{words.noServices}</p>}
      {page === undefined && !isEmpty && (services.isLoading || offers.isLoading) && (
        <p class="empty">{words.loading}</p>
      )}
      {page && listed.length === 0 && (
        <p class="empty">{page.complete ? words.nothingForSale : words.nobodyAnswered}</p>
      )}
      {offered && <CheapestNow offer={offered.best} onBuy={buy} />}
      {/* Always there, because a reader hears what comes into it. */}
      <p class="small muted" role="status">
        {rows.length > 0 && shown.length > 0 && words.countries(formats.count(shown.length))}
        {listed.length > 0 && rows.length === 0 && nothingOf(vendor)}
        {rows.length > 0 && shown.length === 0 && words.nothingFound}
      </p>
      {shown.length > 0 && <Prices rows={shown} vendors={vendors} onBuy={buy} />}
    </section>
  );
}

/** Also the one that was picked and sells nothing any more. None where there is one shop. */
function namesIn(sellers: readonly Vendor[], picked: string | undefined): readonly string[] {
  const names = new Set(sellers.map(({ id }) => id).filter((id) => id !== SHOP));
  if (picked !== undefined) names.add(picked);
  return [...names];
}

function Updated({ offers: { at, isLoading, reload } }: { readonly offers: Loaded<OfferPage> }): JSX.Element {
  const { words, formats } = useSpeech();
  const now = useNow(5_000);
  return (
    <span class="row small muted">
      {at !== undefined && <Apart>{words.updated(formats.relative(Math.min(0, at - now)))}</Apart>}
      <button type="button" class="quiet" aria-busy={isLoading} onClick={reload}>
        {words.refresh}
      </button>
    </span>
  );
}
