import {
  eachInSlices,
  findCountry,
  findService,
  type Money,
  type Offer,
  parseCountry,
  parseService,
  type Query,
} from '@numroute/core';
import type { RankedOffer } from '@numroute/router';
import type { FastifyInstance } from 'fastify';
import type { Catalogue } from '../selling/catalogue.ts';
import type { Storefront } from '../selling/storefront.ts';
import type { Visitors } from '../server/visitor.ts';
import { CheapestFirst } from './cheapest-first.ts';
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
      const { limit, ...asked } = request.query;
      const currency = asked.currency ?? storefront.client.currency;
      storefront.client.checkCurrency(currency, 'currency');
      const query = {
        ...(asked.service !== undefined && { service: parseService(asked.service) }),
        ...(asked.country !== undefined && { country: parseCountry(asked.country) }),
      };
      const page = { currency, query, limit };
      return storefront.client.isOperator
        ? await everyVendors(storefront, catalogue, page)
        : await oneShops(storefront, page);
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
      const { services } = await storefront.offers({}, storefront.client.currency, false);
      const slugs = [...services].sort();
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
      const { countries } = await storefront.offers({}, storefront.client.currency, false);
      const codes = [...countries].sort();
      return { countries: codes.map((code) => ({ code, name: findCountry(code)?.name ?? code })) };
    },
  );
}

interface Page {
  readonly currency: string;
  readonly query: Query;
  readonly limit: number;
}

async function oneShops(storefront: Storefront, { currency, query, limit }: Page): Promise<unknown> {
  const shelf = await storefront.offers(query, currency, true);
  const cheapest = new CheapestFirst<Offer>(limit);
  await eachInSlices(shelf, (offer) => cheapest.add(offer.price.amount, offer));
  return {
    currency,
    total: shelf.length,
    complete: shelf.isComplete,
    offers: cheapest.list.map(({ listedAt, provider, handle, ...offer }) => ({
      ...offer,
      ...(listedAt !== undefined && { listedAt: timeOf(listedAt) }),
    })),
  };
}

async function everyVendors(
  { client }: Storefront,
  catalogue: Catalogue,
  { currency, query, limit }: Page,
): Promise<unknown> {
  const { parts, silent } = await catalogue.quote(query, currency, client.allowVirtual);
  const pricing = client.pricingIn(currency);
  const { isAllowed } = client.showcaseIn(currency, true);
  const cheapest = new CheapestFirst<RankedOffer>(limit);
  const excluded = new Map<string, { provider: string; why: string; count: number }>();
  let total = 0;
  for await (const part of parts) {
    for (const one of part.ranked) {
      if (!isAllowed(one.offer)) continue;
      cheapest.add(one.comparable.amount, one);
      total += 1;
    }
    for (const { offer, why } of part.excluded) {
      const { provider } = offer;
      const known = excluded.get(`${provider} ${why}`);
      if (known) known.count += 1;
      else excluded.set(`${provider} ${why}`, { provider, why, count: 1 });
    }
  }
  return {
    currency,
    total,
    complete: silent.length === 0,
    offers: cheapest.list.map(({ offer, comparable, charges }) => {
      const { listedAt, handle, price, ...rest } = offer;
      return {
        ...rest,
        price: pricing.sale(comparable) satisfies Money,
        cost: charges ?? price,
        ...(listedAt !== undefined && { listedAt: timeOf(listedAt) }),
      };
    }),
    silent: silent.map(({ provider, error }) => ({ provider, code: error.code, message: error.message })),
    excluded: [...excluded.values()],
  };
}
