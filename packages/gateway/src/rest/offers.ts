import {
  eachInSlices,
  findCountry,
  findService,
  type Money,
  NumrouteError,
  type Offer,
  parseCountry,
  parseService,
  type Query,
} from '@numroute/core';
import type { Outlook, RankedOffer } from '@numroute/router';
import type { FastifyInstance } from 'fastify';
import type { Catalogue } from '../selling/catalogue.ts';
import type { ClientShop } from '../selling/client-shop.ts';
import { operatorOnly, type Shops } from '../server/guard.ts';
import { CheapestFirst } from './cheapest-first.ts';
import { timeOf } from './resources.ts';
import * as schemas from './schemas.ts';
import { withOutlooks } from './with-outlooks.ts';

interface OffersQuery {
  readonly service?: string;
  readonly country?: string;
  readonly currency?: string;
  readonly limit: number;
  readonly outlooks: boolean;
}

/** What is for sale: for everybody one shop's offers, for operators every vendor's. */
export function offerRoutes(app: FastifyInstance, shops: Shops, catalogue: Catalogue): void {
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
            outlooks: {
              type: 'boolean',
              default: false,
              description:
                'For operators, of one service: what a code by the best offers of each country would cost, by what this journal has seen.',
            },
          },
        },
        response: { 200: schemas.offers, default: schemas.failure },
      },
    },
    async (request) => {
      const shop = shops.of(request);
      const { limit, outlooks, ...asked } = request.query;
      if (outlooks) operatorOnly(shop);
      if (outlooks && asked.service === undefined)
        throw NumrouteError.input('service', 'one service, where outlooks are asked for');
      const currency = asked.currency ?? shop.client.currency;
      shop.client.checkCurrency(currency, 'currency');
      const query = {
        ...(asked.service !== undefined && { service: parseService(asked.service) }),
        ...(asked.country !== undefined && { country: parseCountry(asked.country) }),
      };
      const page = { currency, query, limit, outlooks };
      return shop.client.isOperator
        ? await vendorOffers(shop, catalogue, page)
        : await clientOffers(shop, page);
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
      const shop = shops.of(request);
      const { services } = await shop.offers({}, shop.client.currency, false);
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
      const shop = shops.of(request);
      const { countries } = await shop.offers({}, shop.client.currency, false);
      const codes = [...countries].sort();
      return { countries: codes.map((code) => ({ code, name: findCountry(code)?.name ?? code })) };
    },
  );
}

interface Page extends Pick<OffersQuery, 'limit' | 'outlooks'> {
  readonly currency: string;
  readonly query: Query;
}

async function clientOffers(shop: ClientShop, { currency, query, limit }: Page): Promise<unknown> {
  const list = await shop.offers(query, currency, true);
  const cheapest = new CheapestFirst<Offer>(limit);
  await eachInSlices(list, (offer) => cheapest.add(offer.price.amount, offer));
  return {
    currency,
    total: list.length,
    complete: list.isComplete,
    offers: cheapest.list.map(({ listedAt, provider, handle, ...offer }) => ({
      ...offer,
      ...(listedAt !== undefined && { listedAt: timeOf(listedAt) }),
    })),
  };
}

async function vendorOffers(
  { client }: ClientShop,
  catalogue: Catalogue,
  { currency, query, limit, outlooks }: Page,
): Promise<unknown> {
  const by = outlooks ? { strategy: withOutlooks } : {};
  const { parts, silent } = await catalogue.quote(query, currency, client.allowVirtual, by);
  const pricing = client.pricingIn(currency);
  const { isAllowed } = client.viewIn(currency, true);
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
    offers: cheapest.list.map(({ offer, comparable, charges, outlook }) => {
      const { listedAt, handle, price, ...rest } = offer;
      return {
        ...rest,
        price: pricing.sale(comparable) satisfies Money,
        cost: charges ?? price,
        ...(outlook && { outlook: outlookResource(outlook) }),
        ...(listedAt !== undefined && { listedAt: timeOf(listedAt) }),
      };
    }),
    silent: silent.map(({ provider, error }) => ({ provider, code: error.code, message: error.message })),
    excluded: [...excluded.values()],
  };
}

/** Rounded to what a belief is good for. */
function outlookResource({ chance, meanMs, giveUpAfterMs, perCode, evidence, from }: Outlook) {
  return {
    chance: Math.round(chance * 1_000) / 1_000,
    meanMs: Math.round(meanMs),
    giveUpAfterMs: Math.round(giveUpAfterMs),
    perCode,
    orders: Math.round(evidence * 10) / 10,
    from,
  };
}
