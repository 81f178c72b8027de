import { findCountry, findService, type Money, parseCountry, parseService } from '@numroute/core';
import type { Quote } from '@numroute/router';
import type { FastifyInstance } from 'fastify';
import type { Catalogue } from '../selling/catalogue.ts';
import type { Storefront } from '../selling/storefront.ts';
import type { Visitors } from '../server/visitor.ts';
import { timeOf } from './resources.ts';
import * as schemas from './schemas.ts';

interface OffersQuery {
  readonly service?: string;
  readonly country?: string;
  readonly currency?: string;
  readonly limit: number;
}

/** What is for sale: for everybody one shop's offers, for operators every vendor's. */
export function offerRoutes(app: FastifyInstance, visitors: Visitors, catalogue: Catalogue): void {
  app.get<{ Querystring: OffersQuery }>(
    '/offers',
    {
      schema: {
        summary: 'What is for sale now, the cheapest first',
        querystring: {
          type: 'object',
          additionalProperties: false,
          properties: {
            service: schemas.service,
            country: schemas.country,
            currency: schemas.currency,
            limit: { type: 'integer', minimum: 1, maximum: 10_000, default: 100 },
          },
        },
        response: { 200: schemas.offers, default: schemas.failure },
      },
    },
    async (request) => {
      const storefront = visitors.of(request);
      const { query } = request;
      const currency = query.currency ?? storefront.client.currency;
      storefront.client.checkCurrency(currency, 'currency');
      const service = query.service === undefined ? undefined : parseService(query.service);
      const country = query.country === undefined ? undefined : parseCountry(query.country);
      const fits = (offer: { readonly service: string; readonly country: string }): boolean =>
        (service === undefined || offer.service === service) &&
        (country === undefined || offer.country === country);
      const page = { currency, fits, limit: query.limit };
      return storefront.client.isOperator
        ? await everyVendors(storefront, catalogue, page)
        : await oneShops(storefront, catalogue, page);
    },
  );

  app.get(
    '/services',
    {
      schema: {
        summary: 'Services that are for sale now',
        response: { 200: schemas.services, default: schemas.failure },
      },
    },
    async (request) => {
      const storefront = visitors.of(request);
      const offers = await storefront.offers(storefront.client.currency, false);
      const slugs = [...new Set(offers.map(({ service }) => service))].sort();
      return { services: slugs.map((slug) => ({ slug, name: findService(slug)?.name ?? slug })) };
    },
  );

  app.get(
    '/countries',
    {
      schema: {
        summary: 'Countries that are for sale now',
        response: { 200: schemas.countries, default: schemas.failure },
      },
    },
    async (request) => {
      const storefront = visitors.of(request);
      const offers = await storefront.offers(storefront.client.currency, false);
      const codes = [...new Set(offers.map(({ country }) => country))].sort();
      return { countries: codes.map((code) => ({ code, name: findCountry(code)?.name ?? code })) };
    },
  );
}

interface Page {
  readonly currency: string;
  readonly limit: number;
  readonly fits: (offer: { readonly service: string; readonly country: string }) => boolean;
}

async function oneShops(
  storefront: Storefront,
  catalogue: Catalogue,
  { currency, fits, limit }: Page,
): Promise<unknown> {
  const offers = (await storefront.offers(currency, true)).filter(fits);
  const { silent } = await catalogue.quote(currency, storefront.client.allowVirtual);
  return {
    currency,
    total: offers.length,
    complete: silent.length === 0,
    offers: offers.slice(0, limit).map(({ listedAt, provider, handle, ...offer }) => ({
      ...offer,
      ...(listedAt !== undefined && { listedAt: timeOf(listedAt) }),
    })),
  };
}

async function everyVendors(
  { client }: Storefront,
  catalogue: Catalogue,
  { currency, fits, limit }: Page,
): Promise<unknown> {
  const quote = await catalogue.quote(currency, client.allowVirtual);
  const pricing = client.pricingIn(currency);
  const { isAllowed } = client.showcaseIn(currency, true);
  const ranked = quote.ranked.filter(({ offer }) => fits(offer) && isAllowed(offer));
  return {
    currency,
    total: ranked.length,
    complete: quote.silent.length === 0,
    offers: ranked.slice(0, limit).map(({ offer, comparable, charges }) => {
      const { listedAt, handle, price, ...rest } = offer;
      return {
        ...rest,
        price: pricing.sale(comparable) satisfies Money,
        cost: charges ?? price,
        ...(listedAt !== undefined && { listedAt: timeOf(listedAt) }),
      };
    }),
    silent: quote.silent.map(({ provider, error }) => ({
      provider,
      code: error.code,
      message: error.message,
    })),
    excluded: countsOf(quote, fits),
  };
}

function countsOf(
  { excluded }: Quote,
  fits: Page['fits'],
): readonly { readonly provider: string; readonly why: string; readonly count: number }[] {
  const counts = new Map<string, { provider: string; why: string; count: number }>();
  for (const { offer, why } of excluded) {
    if (!fits(offer)) continue;
    const key = `${offer.provider} ${why}`;
    const known = counts.get(key);
    if (known) known.count += 1;
    else counts.set(key, { provider: offer.provider, why, count: 1 });
  }
  return [...counts.values()];
}
