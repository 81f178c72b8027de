import type { BuyerLimit, HiddenOffers } from '@numroute/core';
import { exact, plural } from './format.ts';

/** What could be bought without one limit of the buyer's, and the option to change. */
export const hiddenText = (hidden: HiddenOffers): string => texts[hidden.limit](hidden);

const texts: Readonly<Record<BuyerLimit, (hidden: HiddenOffers) => string>> = {
  maxPrice: ({ cheapest }) =>
    `The cheapest that was left out for its price is ${where(cheapest)}: raise --max to ${flagOf(cheapest)} to buy it.`,
  minPrice: (hidden) =>
    `${countOf(hidden)} below --min; the cheapest is ${where(hidden.cheapest)}: lower --min to ${flagOf(hidden.cheapest)} to buy it.`,
  minStock: (hidden) =>
    `${countOf(hidden)} too small a stock for --min-stock; the cheapest is ${stockText(hidden.cheapest)}`,
  minSuccessRate: (hidden) =>
    `${countOf(hidden)} too low a success rate for --min-rate; the cheapest is ${rateText(hidden.cheapest)}`,
  pools: (hidden) =>
    `${countOf(hidden)} of other pools; the cheapest is ${poolText(hidden.cheapest)}: change --pool or --except-pool to buy it.`,
  providers: (hidden) =>
    `${countOf(hidden)} of other providers; the cheapest is ${where(hidden.cheapest)}: change --provider or --except-provider to buy it.`,
  country: ({ countries, cheapest }) =>
    `It is sold in ${countries === 1 ? 'another country' : `${countries} other countries`}; the cheapest is ${where(cheapest)} in ${cheapest.country}: --country ${cheapest.country} buys it.`,
  allowVirtual: (hidden) =>
    `${countOf(hidden)} of virtual (VoIP) numbers, which no option of this command buys; the cheapest is ${where(hidden.cheapest)}.`,
};

type Cheapest = HiddenOffers['cheapest'];

/** The verb fits what follows: an offer is of a pool, and has a stock. */
const countOf = ({ count, limit }: HiddenOffers): string => {
  const has = limit === 'minStock' || limit === 'minSuccessRate';
  const verb = count === 1 ? (has ? 'has' : 'is') : has ? 'have' : 'are';
  return `${plural(count, 'offer')} ${verb}`;
};

const where = ({ price, provider }: Cheapest): string => `${exact(price)} at ${provider}`;
const flagOf = ({ price }: Cheapest): string => `${price.amount}${price.currency}`;

const poolText = (cheapest: Cheapest): string =>
  `${where(cheapest)} in ${cheapest.pool === undefined ? 'no pool' : cheapest.pool}`;

const stockText = (cheapest: Cheapest): string =>
  cheapest.stock === null
    ? `${where(cheapest)}, which does not say how many it has: leave --min-stock out to buy it.`
    : `${where(cheapest)} with ${cheapest.stock}: lower --min-stock to ${cheapest.stock} to buy it.`;

const rateText = (cheapest: Cheapest): string =>
  cheapest.successRate === undefined
    ? `${where(cheapest)}, which does not say: leave --min-rate out to buy it.`
    : `${where(cheapest)} with ${percent(cheapest.successRate.value)}: lower --min-rate to that to buy it.`;

/** Rounded down, so that it lets the offer in. */
const percent = (share: number): string => `${Math.floor(share * 1000) / 10}%`;
