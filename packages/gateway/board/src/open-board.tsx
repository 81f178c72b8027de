import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Api } from './api.ts';
import { BuyDialog, type Choice } from './buy-dialog.tsx';
import { ClientsPage } from './clients-page.tsx';
import { Header } from './header.tsx';
import { KeptPrices } from './kept-prices.ts';
import { useSpeech } from './languages.ts';
import { ServiceNames } from './names.ts';
import { OrdersSection } from './orders-section.tsx';
import { PastPage } from './past-page.tsx';
import { usePlace } from './place.ts';
import { PricesPage } from './prices-page.tsx';
import { PricesSection } from './prices-section.tsx';
import type { Account, Balance, OfferPage, Service, VendorBalance } from './resources.ts';
import { tastes } from './session.ts';
import { useLoaded } from './use-loaded.ts';
import { useNews } from './use-news.ts';
import { useOrders } from './use-orders.ts';
import { usePurchases } from './use-purchases.ts';
import { VendorPage } from './vendor-page.tsx';
import { VendorsPage } from './vendors-page.tsx';
import { VendorsSection } from './vendors-section.tsx';

interface OpenBoardProps {
  readonly api: Api;
  readonly account: Account;
  readonly onLeave: () => void;
  readonly onSpeak: (tag: string) => void;
}

const PRICES_MS = 15_000;
const MONEY_MS = 60_000;

/** Everything that one client may see, kept up to date. */
export function OpenBoard({ api, account, onLeave, onSpeak }: OpenBoardProps): JSX.Element {
  const { words } = useSpeech();
  const services = useLoaded<{ readonly services: readonly Service[] }>(api, 'services', 10 * MONEY_MS);
  const balance = useLoaded<Balance>(api, 'balance', MONEY_MS);
  const held = useLoaded<{ readonly providers: readonly VendorBalance[] }>(
    api,
    account.operator ? 'providers' : undefined,
    MONEY_MS,
  );
  const names = useMemo(
    () => new Map(services.value?.services.map(({ slug, name }) => [slug, name])),
    [services.value],
  );
  const kept = useMemo(() => new Set(account.priceHistory), [account.priceHistory]);
  const [wantedService, setService] = useState(tastes.read('service'));
  const [wantedCurrency, setCurrency] = useState(tastes.read('currency'));
  const [choice, setChoice] = useState<Choice>();
  const service = [wantedService, 'telegram', [...names.keys()][0]].find(
    (slug) => slug !== undefined && names.has(slug),
  );
  const currency = account.currencies.find((one) => one === wantedCurrency) ?? account.currency;
  const wantedPlace = usePlace();
  const isOperators = ['vendor', 'vendors', 'clients'].includes(wantedPlace.page);
  const place = isOperators && !account.operator ? ({ page: 'board' } as const) : wantedPlace;
  const isBoard = place.page === 'board';
  const query =
    service && isBoard
      ? new URLSearchParams({
          service,
          currency,
          limit: '10000',
          ...(account.operator && { outlooks: 'true' }),
        })
      : undefined;
  const offers = useLoaded<OfferPage>(api, query && `offers?${query}`, PRICES_MS);

  const news = useNews(names);
  const reloadMoney = useCallback(() => {
    balance.reload();
    if (account.operator) held.reload();
  }, [balance.reload, held.reload, account.operator]);
  const orders = useOrders(api, (now, before) => {
    news.tell(now, before);
    if (now.status !== before?.status) reloadMoney();
  });
  const purchases = usePurchases(api, account.client, {
    onBought: orders.put,
    // What was shown was not to be had.
    onFailed: offers.reload,
  });
  const close = useCallback(() => setChoice(undefined), []);
  useReturn(orders.link === 'live', () => {
    services.reload();
    offers.reload();
    reloadMoney();
  });

  const main = useRef<HTMLElement>(null);
  // The field or the link that had the focus is gone; whoever uses no mouse goes on from here.
  useEffect(() => {
    if (isBoard) main.current?.focus({ preventScroll: true });
  }, [isBoard]);

  return (
    <ServiceNames.Provider value={names}>
      <KeptPrices.Provider value={kept}>
        <Header link={orders.link} balance={balance.value} onLeave={onLeave} onSpeak={onSpeak} />
        {/* Always there, because a reader hears what comes into it. */}
        <div role="status">
          {orders.link === 'lost' && <p class="note is-bad offline">{words.offline}</p>}
        </div>
        <p class="unseen" aria-live="polite" role="status">
          {news.said}
        </p>
        <main class="open" ref={main} tabIndex={-1}>
          {place.page === 'vendor' && <VendorPage api={api} id={place.id} />}
          {place.page === 'vendors' && <VendorsPage api={api} vendors={held.value?.providers} />}
          {place.page === 'clients' && <ClientsPage api={api} account={account} />}
          {place.page === 'prices' && <PricesPage api={api} {...place} currency={currency} />}
          {place.page === 'past' && (
            <PastPage api={api} account={account} vendors={held.value?.providers.map(({ id }) => id) ?? []} />
          )}
          {isBoard && (
            <>
              <OrdersSection api={api} orders={orders} purchases={purchases} />
              <PricesSection
                services={services}
                offers={offers}
                service={service}
                onService={(slug) => {
                  tastes.keep('service', slug);
                  setService(slug);
                }}
                currency={currency}
                currencies={account.currencies}
                onCurrency={(code) => {
                  tastes.keep('currency', code);
                  setCurrency(code);
                }}
                onBuy={setChoice}
              />
              {account.operator && (
                <VendorsSection
                  page={offers.value}
                  balances={held.value?.providers}
                  rates={account.rates ?? []}
                />
              )}
            </>
          )}
        </main>
        {choice && (
          <BuyDialog
            choice={choice}
            mayAllowVirtual={account.allowVirtual}
            onBuy={purchases.buy}
            onClose={close}
          />
        )}
      </KeptPrices.Provider>
    </ServiceNames.Provider>
  );
}

/** Calls back each time the link is there again, but not when it is there for the first time. */
function useReturn(isThere: boolean, onReturn: () => void): void {
  const told = useRef(onReturn);
  told.current = onReturn;
  const wasThere = useRef(false);
  useEffect(() => {
    if (!isThere) return;
    if (wasThere.current) told.current();
    wasThere.current = true;
  }, [isThere]);
}
