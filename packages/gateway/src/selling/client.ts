import { addMoney, type Clock, type Money, money, NumrouteError, type Offer } from '@numroute/core';
import type { Want } from '@numroute/router';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Budget } from '../clients/budget.ts';
import { isPositive, type Pricing, pricingOf } from '../clients/pricing.ts';
import type { ClientSettings, Margin } from '../clients/settings.ts';
import type { OrderRecord, Orders } from '../orders/orders.ts';
import type { PriceView } from './catalogue.ts';

/** A holder of a token, with what it may see, buy and spend. */
export interface Client {
  readonly id: string;
  readonly currency: string;
  readonly budget: Budget;
  readonly isOperator: boolean;
  readonly allowVirtual: boolean;
  readonly maxPrice: Money | undefined;
  /** What it may be sold for such a wish. @throws {NumrouteError} REJECTED */
  wantOf(service: string, country: string | readonly string[] | undefined): Want;
  /** @throws {NumrouteError} RATE_LIMITED */
  pass(): Promise<void>;
  /** @throws {NumrouteError} INVALID_INPUT No rate leads to the currency that the field names. */
  checkCurrency(currency: string, field: string): void;
  /** @throws {NumrouteError} UNAVAILABLE No rate leads to that currency. */
  pricingIn(currency: string): Pricing;
  /** What it may see, and how. @param tiers Every price, or the cheapest of each service in each country. */
  viewIn(currency: string, tiers: boolean): PriceView;
  /** What the client pays for an order. */
  priceOf(cost: Money, currency: string): Money;
  /** What the client pays for several orders: the sum of their prices, each rounded by itself. */
  priceOfAll(costs: readonly Money[], currency: string): Money;
  /** The most that an order may cost us, so that the client pays no more than this; undefined: nothing costs so little. */
  costWithin(price: Money): Money | undefined;
}

/** @param earlier The same client as its settings were: what its budget holds back for purchases stays held. */
export function createClient(
  settings: ClientSettings,
  orders: Pick<Orders, 'convert'>,
  clock: Clock,
  earlier?: Client,
): Client {
  const {
    id,
    currency = 'USD',
    rate = { requests: 20, perMs: 1_000 },
    allowVirtual = false,
    margin,
  } = settings;
  const services = settings.services && new Set(settings.services);
  const countries = settings.countries && new Set(settings.countries);
  const limiter = new RateLimiterMemory({ points: rate.requests, duration: rate.perMs / 1_000 });
  const pricings = new Map<string, Pricing>();
  const views = new Map<string, PriceView>();

  const convert = (value: Money, to: string): Money => {
    const converted = orders.convert(value, to);
    if (converted) return converted;
    throw new NumrouteError('UNAVAILABLE', `There is no rate between ${value.currency} and ${to}.`, {});
  };
  const wantOf: Client['wantOf'] = (service, country) => {
    const wished = country === undefined ? settings.countries : [country].flat();
    const allowed = countries ? wished?.filter((one) => countries.has(one)) : wished;
    if ((services && !services.has(service)) || allowed?.length === 0) {
      throw new NumrouteError('REJECTED', 'This token may not buy that service there.', {});
    }
    return { service, ...(allowed && { country: allowed }) };
  };
  const marginIn = (wanted: string): Margin => ({
    ...margin,
    fixed: convert(money(margin?.fixed ?? '0', currency), wanted).amount,
  });
  const pricingIn = (wanted: string): Pricing => {
    let pricing = pricings.get(wanted);
    if (!pricing) {
      pricing = pricingOf(wanted, marginIn(wanted));
      pricings.set(wanted, pricing);
    }
    return pricing;
  };
  // An order is asked for much more often than its price changes.
  const prices = new WeakMap<Money, Map<string, Money>>();
  const priceOf = (cost: Money, wanted: string): Money => {
    const known = prices.get(cost) ?? new Map<string, Money>();
    prices.set(cost, known);
    const price = known.get(wanted) ?? pricingIn(wanted).sale(convert(cost, wanted));
    known.set(wanted, price);
    return price;
  };
  const { budget } = settings;

  return {
    id,
    currency,
    budget: new Budget(
      budget,
      ({ cost }: OrderRecord) => priceOf(cost, budget.currency),
      convert,
      clock,
      earlier?.budget,
    ),
    isOperator: settings.operator ?? false,
    allowVirtual,
    maxPrice: settings.maxPrice,
    wantOf,
    pass: async () => {
      try {
        await limiter.consume(id);
      } catch (refused) {
        const retryAfterMs = (refused as { msBeforeNext?: number }).msBeforeNext ?? rate.perMs;
        throw new NumrouteError('RATE_LIMITED', 'This token asks too often.', { retryAfterMs });
      }
    },
    checkCurrency: (wanted, field) => {
      if (orders.convert(money('1', currency), wanted)) return;
      throw NumrouteError.input(
        field,
        'one of the currencies that /v1/account lists',
        JSON.stringify(wanted),
      );
    },
    pricingIn,
    viewIn: (wanted, tiers) => {
      const name = `${wanted} ${tiers}`;
      let view = views.get(name);
      if (!view) {
        const isAllowed = ({ service, country }: Offer): boolean =>
          (services?.has(service) ?? true) && (countries?.has(country) ?? true);
        view = {
          name: JSON.stringify([
            wanted,
            marginIn(wanted),
            allowVirtual,
            settings.services,
            settings.countries,
          ]),
          pricing: pricingIn(wanted),
          allowVirtual,
          isAllowed,
          tiers,
        };
        views.set(name, view);
      }
      return view;
    },
    priceOf,
    priceOfAll: (costs, wanted) =>
      costs.map((cost) => priceOf(cost, wanted)).reduce(addMoney, money('0', wanted)),
    costWithin: (price) => {
      const cost = pricingIn(price.currency).costWithin(price);
      return isPositive(cost) ? cost : undefined;
    },
  };
}
