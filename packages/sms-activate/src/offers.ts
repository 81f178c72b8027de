import { compareDecimals, type Decimal, money, type Offer, parseDecimal } from '@numroute/core';
import type { Reply } from '@numroute/http';
import type { Codes } from './codes.ts';
import { fieldsOf, readBody, wordsOf } from './envelope.ts';
import { findWord, isSuccess, replyError } from './failure.ts';
import { isCountryCode, isPoolCode, isServiceCode, readCount } from './fields.ts';
import { writeHandle } from './handle.ts';
import type { PriceShape, Profile } from './profile.ts';

export interface Shelf {
  readonly id: string;
  readonly profile: Profile;
  readonly codes: Codes;
  readonly currency: string;
}

interface Tier {
  readonly price: Decimal;
  readonly text: string;
  readonly stock: number | null;
  readonly pool?: string;
}

/** What a site does not sell, or has none of, is nothing to sell and no error. */
const nothing: ReadonlySet<string> = new Set([
  ...['BAD_SERVICE', 'WRONG_SERVICE', 'SERVICE_IS_INCORRECT', 'BAD_COUNTRY', 'WRONG_COUNTRY'],
  ...['WRONG_COUNTRY_ID', 'NO_NUMBERS', 'NO_NUMBER'],
]);

export function readOffers(reply: Reply, shelf: Shelf): readonly Offer[] {
  const { profile } = shelf;
  const body = readBody(reply);
  const failed = () => replyError(reply, body, 'offers', profile);
  if (wordsOf(body).some(({ word }) => nothing.has(word))) return [];
  if (body.kind !== 'json' || !isSuccess(reply) || findWord(body, 'offers', profile)) throw failed();
  // An empty map of PHP is an array (quirk 11).
  if (Array.isArray(body.value) && body.value.length === 0) return [];
  const countries = fieldsOf(body.value);
  if (!countries) throw failed();

  let known = countries.size === 0;
  const offers: Offer[] = [];
  for (const [outer, rows] of countries) {
    known ||= isEmpty(rows);
    for (const [inner, leaf] of fieldsOf(rows) ?? []) {
      const [country, service] = profile.offers.outer === 'service' ? [inner, outer] : [outer, inner];
      known ||= isEmpty(leaf) || isLeaf(leaf, profile.offers.shape);
      if (!isCountryCode(country) || !isServiceCode(service)) continue;
      const tiers = tiersOf(leaf, profile.offers.shape).sort((a, b) => compareDecimals(a.price, b.price));
      for (const tier of profile.offers.tiers === 'cumulative' ? apart(tiers) : tiers) {
        offers.push(offerOf(country, service, tier, shelf));
      }
    }
  }
  // One bad row is dropped; a list without a single row of the known shape is another format.
  if (!known) throw failed();
  return offers;
}

function offerOf(country: string, service: string, tier: Tier, { id, codes, currency }: Shelf): Offer {
  const { pool } = tier;
  return {
    provider: id,
    service: codes.serviceOf(service),
    ...codes.countryOf(country),
    ...(pool !== undefined && { pool }),
    price: money(tier.text, currency),
    stock: tier.stock,
    handle: writeHandle({ country, service, ...(pool !== undefined && { pool }) }),
  };
}

function tiersOf(leaf: unknown, shape: PriceShape): Tier[] {
  if (shape === 'bare') return tierOf(leaf, undefined);
  const fields = fieldsOf(leaf);
  if (!fields) return [];
  switch (shape) {
    case 'cost':
      return tierOf(fields.get('cost'), fields.get('count'));
    case 'price-map':
      return [...fields].flatMap(([price, count]) => tierOf(price, count));
    case 'prices':
      return tiersOf(fields.get('prices'), 'price-map');
    case 'providers':
      return tiersOf(fields.get('providers'), 'provider-map');
    case 'provider-map':
      return [...fields].flatMap(([key, row]) => {
        const of = fieldsOf(row);
        if (!of || !isPoolCode(key)) return [];
        const price = of.get('price');
        const prices: readonly unknown[] = Array.isArray(price) ? price : [price];
        // The count is the provider's: with several prices nobody knows how many cost which.
        const count = prices.length > 1 ? undefined : of.get('count');
        return prices.flatMap((one) => tierOf(one, count, key));
      });
  }
}

/** None where the price is no price: a router must never see a free offer. */
function tierOf(price: unknown, count: unknown, pool?: string): Tier[] {
  if (typeof price !== 'string') return [];
  const decimal = parseDecimal(price.trim());
  if (!decimal || decimal.units <= 0n) return [];
  const stock = readCount(count);
  return [{ price: decimal, text: price.trim(), stock, ...(pool !== undefined && { pool }) }];
}

/** Counts of "up to this price" become counts at it. */
function apart(tiers: readonly Tier[]): readonly Tier[] {
  let below = 0;
  return tiers.map((tier) => {
    if (tier.stock === null) return tier;
    const stock = Math.max(0, tier.stock - below);
    below = Math.max(below, tier.stock);
    return { ...tier, stock };
  });
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function isLeaf(leaf: unknown, shape: PriceShape): boolean {
  if (shape === 'bare') return typeof leaf === 'string' && parseDecimal(leaf.trim()) !== undefined;
  const fields = fieldsOf(leaf);
  if (!fields) return false;
  if (shape === 'cost') return fields.has('cost');
  if (shape === 'price-map') return [...fields.keys()].some((key) => parseDecimal(key.trim()));
  if (shape === 'provider-map') return [...fields.values()].some((row) => fieldsOf(row)?.has('price'));
  return fields.has(shape);
}
