import type { Profile } from '../profile.ts';
import type { CatalogueAction } from './catalogue.ts';
import { originalLists, type PriceLists } from './price-lists.ts';

/**
 * How a site answers, where only a server needs to know. Absent: as the original did.
 *
 * @see protocol.md 2 to 3, 7, 8, 8a, 8b, 8c; market.md 1, 3
 */
export interface Manners {
  /** What `getNumber` and `getNumbersStatus` mean without a country. */
  readonly defaultCountry?: string;
  readonly keyHeader?: { readonly name: string; readonly prefix: string };
  readonly refusesPost?: true;
  /** Actions that it also answers whom it does not know, out of its tables. */
  readonly withoutKey?: readonly CatalogueAction[];
  /** Actions that it answers with BAD_ACTION. */
  readonly absent?: readonly string[];
  /** What it knows of the actions that few sites know. */
  readonly rare?: readonly string[];
  /** The price calls that it knows, by action, beside those of the profile. */
  readonly prices?: PriceLists;
  /** `cost` is text, with at least so many decimals. */
  readonly costText?: 0 | 4;
  readonly physicalCount?: true;
  /** `by-name`: an object with English names for keys. */
  readonly countries?: 'object' | 'array' | 'by-name';
  readonly countryIdText?: true;
  /** `_0` ends every service of getNumbersStatus. */
  readonly stockSuffix?: true;
  readonly stockNumber?: true;
  readonly listing?: 'original' | 'herosms' | 'tiger' | 'grizzly' | 'smshub' | 'numbers';
  readonly waiting?: string;
  readonly over?: string;
  /** Status 1 is refused. */
  readonly noReady?: true;
  /** @default true in a sale, '1' in the list of open orders */
  readonly canGetAnotherSms?: true | 1;
  /** What a sale or an open order costs is text, with at least so many decimals. */
  readonly chargeText?: 2 | 4;
  readonly noCurrency?: true;
  /** getBalance says the amount alone. */
  readonly bareBalance?: true;
  /** The operator of a sale is null. @default 'any' where none is known */
  readonly noOperator?: true;
  readonly priceHeader?: true;
  /** A repeat of `orderId` is refused. */
  readonly orderId?: true;
  /** Pools are chosen by `providerIds` and `exceptProviderIds`, too. */
  readonly providerIds?: true;
}

const byId: ReadonlyMap<string, Manners> = new Map<string, Manners>([
  [
    'sms-activate',
    {
      rare: ['getBalanceAndCashBack', 'getFullSms'],
      defaultCountry: '0',
      orderId: true,
      physicalCount: true,
      chargeText: 2,
      prices: originalLists,
    },
  ],
  [
    'grizzlysms',
    {
      defaultCountry: '0',
      listing: 'grizzly',
      providerIds: true,
      prices: { getPricesV2: { shape: 'price-map' }, getPricesV3: { shape: 'providers' } },
    },
  ],
  [
    'herosms',
    {
      rare: ['getAllSms', 'finishActivation', 'cancelActivation'],
      physicalCount: true,
      prices: {
        getTopCountriesByService: { shape: 'priced', nesting: 'top-countries' },
        getTopCountriesByServiceRank: { shape: 'priced', nesting: 'top-countries' },
      },
      keyHeader: { name: 'authorization', prefix: 'ApiKey ' },
      withoutKey: ['getCountries', 'getServicesList', 'getOperators'],
      stockNumber: true,
      listing: 'herosms',
      noReady: true,
      canGetAnotherSms: true,
    },
  ],
  [
    'smsbower',
    {
      refusesPost: true,
      providerIds: true,
      absent: ['getNumbersStatus', 'getActiveActivations', 'getStatusV2'],
      prices: {
        getPricesV2: { shape: 'price-map' },
        getPricesV3: { shape: 'provider-map' },
        getTopCountriesByService: { shape: 'provider-map', nesting: 'by-slug', asks: 'service' },
      },
      countryIdText: true,
      canGetAnotherSms: true,
      noCurrency: true,
    },
  ],
  [
    'tiger-sms',
    {
      rare: ['getProviders', 'getServiceNumbersCount', 'getOffers', 'setStatusV2'],
      absent: ['getNumbersStatus', 'getOperators'],
      providerIds: true,
      prices: {
        getPricesV2: { shape: 'prices', tiers: 'cumulative' },
        getFreePrices: { shape: 'prices', tiers: 'cumulative' },
        getPricesV3: { shape: 'providers', asks: 'both' },
      },
      costText: 4,
      chargeText: 4,
      countries: 'array',
      listing: 'tiger',
      over: 'ACCESS_CANCEL',
    },
  ],
  ['smshub', { stockSuffix: true, listing: 'smshub' }],
  [
    'daisysms',
    {
      keyHeader: { name: 'x-apikey', prefix: '' },
      waiting: 'STATUS_WAITING',
      priceHeader: true,
      prices: { getPricesVerification: { shape: 'priced', nesting: 'service-country' } },
    },
  ],
  [
    'sms-online-pro',
    {
      absent: ['getStatusV2', 'getServicesList'],
      countries: 'by-name',
      stockNumber: true,
      physicalCount: true,
      noOperator: true,
    },
  ],
  [
    'sms-verification-number',
    {
      absent: ['getNumbersStatus', 'getStatusV2', 'getCountries', 'getServicesList', 'getOperators'],
      listing: 'numbers',
      prices: { getServicesAndCost: { shape: 'priced', nesting: 'service-rows', asks: 'country' } },
      canGetAnotherSms: 1,
      bareBalance: true,
    },
  ],
  [
    'sms-man',
    { rare: ['getServices'], countries: 'array', costText: 0, absent: ['getNumberV2', 'getStatusV2'] },
  ],
  [
    'onlinesim',
    { rare: ['getFullSms'], absent: ['getNumberV2', 'getStatusV2', 'getServicesList', 'getOperators'] },
  ],
  ['fivesim', { absent: ['getNumberV2', 'getStatusV2', 'getServicesList'] }],
  ['vak-sms', { withoutKey: ['getCountries'], countries: 'array', countryIdText: true }],
]);

export function mannersOf(profile: Profile): Manners {
  return byId.get(profile.id) ?? {};
}
