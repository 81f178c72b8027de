import { createHash } from 'node:crypto';
import { isCurrency, type Money, money, NumrouteError, parseCountry, parseService } from '@numroute/core';
import { isPositive } from '../clients/pricing.ts';
import type { ClientShop } from '../selling/client-shop.ts';
import type { CappedWish, WishedChoice } from '../selling/wish.ts';
import { operatorOnly } from '../server/guard.ts';
import { CURRENCY } from '../server/refusals.ts';

export interface PurchaseBody extends Omit<WishedChoice, 'minPrice'> {
  readonly minPrice?: Money;
  readonly service: string;
  readonly country?: string | readonly string[];
  readonly maxPrice: Money;
  readonly allowVirtual?: boolean;
}

/** A request under a key of its client's own. */
export interface Keyed {
  readonly Headers: { readonly 'idempotency-key': string };
}

/** Of the key: whatever text it is, this fits into a journal's key and into a path. */
export const digestOf = ({ headers }: { readonly headers: Keyed['Headers'] }): string =>
  createHash('sha256').update(headers['idempotency-key']).digest('base64url');

/** @throws {NumrouteError} INVALID_INPUT, REJECTED */
export function wishOf(
  shop: ClientShop,
  { service, country, maxPrice, allowVirtual = false, ...choice }: PurchaseBody,
): CappedWish {
  if (choice.providers || choice.exceptProviders) operatorOnly(shop);
  // `fivesim:virtual53` would tell whoever tries it which vendors there are.
  if (!shop.client.isOperator) refuseProviders(choice);
  return {
    service: parseService(service),
    ...(country !== undefined && { country: countriesOf(country) }),
    maxPrice: priceOf('maxPrice', maxPrice),
    allowVirtual,
    ...(Object.keys(choice).length > 0 && { choice: choiceOf(choice) }),
  };
}

/** @throws {NumrouteError} INVALID_INPUT */
export function priceOf(field: string, { amount, currency }: Money): Money {
  if (!isCurrency(currency))
    throw NumrouteError.input(`${field}.currency`, CURRENCY, JSON.stringify(currency));
  const price = money(amount, currency);
  if (isPositive(price)) return price;
  throw NumrouteError.input(`${field}.amount`, 'an amount above zero', `"${price.amount}"`);
}

function countriesOf(country: string | readonly string[]): readonly string[] {
  if (typeof country === 'string') return [parseCountry(country)];
  return country.map((one, place) => parseCountry(one, `country.${place}`));
}

function choiceOf({ minPrice, ...rest }: WishedChoice): WishedChoice {
  return { ...rest, ...(minPrice && { minPrice: priceOf('minPrice', minPrice) }) };
}

/** @throws {NumrouteError} INVALID_INPUT */
function refuseProviders(choice: Pick<WishedChoice, 'pools' | 'exceptPools'>): void {
  for (const field of ['pools', 'exceptPools'] as const)
    if (choice[field]?.some((name) => name.includes(':')))
      throw NumrouteError.input(field, 'names of pools as /v1/offers lists them, without a provider');
}
