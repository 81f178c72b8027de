import { findCountry, findService, type Offer, parseDecimal } from '@numroute/core';
import { Absent, type Case } from '../stage/case.ts';
import { check, same } from '../stage/checks.ts';
import { goodOf, longAmount, matchOf, offerFor, purchase } from '../stage/moves.ts';
import type { Stage } from '../stage/stage.ts';

export const offerCases: readonly Case[] = [
  ...(['everything', 'service', 'country', 'both'] as const).map(
    (part): Case => ({
      id: `offers/query-${part}`,
      clause: 'C4',
      title: `a query for ${part === 'both' ? 'service and country' : part} is answered, all of it and nothing else`,
      async run(stage) {
        const { service, country } = goodOf(stage);
        const query = {
          ...((part === 'service' || part === 'both') && { service }),
          ...((part === 'country' || part === 'both') && { country }),
        };
        const offers = [...(await stage.provider.listOffers(query, stage.call))];
        const wanted = stage.world.offers.filter(
          (one) =>
            (query.service === undefined || one.service === service) &&
            (query.country === undefined || one.country === country),
        );
        const missing = wanted.filter(({ stock }) => stock > 0).map(nameOf);
        const listed = offers.map((offer) =>
          nameOf({ service: offer.service, country: offer.country, price: offer.price.amount }),
        );
        same(
          missing.filter((name) => !listed.includes(name)),
          [],
          'in stock at the vendor but not listed',
        );
        const known = wanted.map(nameOf);
        same(
          listed.filter((name) => !known.includes(name)),
          [],
          'listed but not asked for, or not for sale',
        );
        same(listed.length, new Set(listed).size, 'offers listed twice');
        for (const offer of offers) same(offer.provider, stage.provider.manifest.id, 'provider of an offer');
      },
    }),
  ),
  {
    id: 'offers/named-parts',
    clause: 'C4',
    title:
      'a list that names its services and countries names those of its offers, all and no other, once each',
    async run({ provider, call }) {
      const offers = await provider.listOffers({}, call);
      for (const part of ['services', 'countries'] as const) {
        const named = offers[part];
        if (!named) continue;
        const listed = new Set(
          [...offers].map((offer) => (part === 'services' ? offer.service : offer.country)),
        );
        same([...named].sort(), [...listed].sort(), part);
      }
    },
  },
  {
    id: 'offers/one-after-another',
    clause: 'C4',
    title: 'each of two queries gets its own answer',
    async run(stage) {
      for (const n of [0, 1]) {
        const good = goodOf(stage, n);
        const { service, country } = await offerFor(stage, good);
        same([service, country], [good.service, good.country], `the offer of query ${n + 1}`);
      }
    },
  },
  {
    id: 'offers/names',
    clause: 'C5',
    title: 'services and countries have canonical names, or the provider prefix',
    async run(stage) {
      const prefix = `${stage.provider.manifest.id}:`;
      for (const { service, country } of await all(stage)) {
        check(
          findService(service)?.slug === service || service.includes(':'),
          `service: expected a slug or ${prefix}<code>, got ${service}`,
        );
        check(
          findCountry(country)?.code === country || country.startsWith(prefix),
          `country: expected ISO 3166-1 alpha-2 or ${prefix}<code>, got ${country}`,
        );
      }
    },
  },
  {
    id: 'offers/exact-price',
    clause: 'C6',
    title: 'a price keeps every digit, also more than a float holds',
    async run(stage) {
      const good = goodOf(stage);
      const amount = longAmount(stage);
      stage.world.setPrice(matchOf(good), amount);
      const { price } = await offerFor(stage, { ...good, price: amount });
      same(price, { amount, currency: stage.world.currency }, 'price');
    },
  },
  {
    id: 'offers/plain-prices',
    clause: 'C6',
    title: 'every price is a plain decimal in its currency, as the vendor has it',
    async run(stage) {
      for (const offer of await all(stage)) {
        check(typeof offer.price.amount === 'string', 'price.amount: expected text');
        check(
          parseDecimal(offer.price.amount) !== undefined,
          `price.amount: expected a decimal, got ${offer.price.amount}`,
        );
        same(offer.price.currency, stage.world.currency, 'currency of a price');
      }
    },
  },
  {
    id: 'offers/stock',
    clause: 'C7',
    title: 'stock is what the vendor says: whole, null if unsaid, never invented',
    async run(stage) {
      const exact = stage.provider.manifest.traits.stock === 'exact';
      const offers = await all(stage);
      for (const good of stage.world.offers) {
        const found = offers.filter(
          (one) => one.service === good.service && one.country === good.country && isPriceOf(one, good.price),
        );
        for (const { stock } of found) {
          if (stock === null) continue;
          check(
            Number.isSafeInteger(stock) && stock >= 0,
            `stock: expected a whole number or null, got ${stock}`,
          );
          check(stock <= good.stock, `stock: the vendor has ${good.stock}, the offer says ${stock}`);
          if (exact) same(stock, good.stock, 'stock, which traits.stock calls exact');
        }
      }
    },
  },
  ...[
    ['a service that nobody has heard of', { service: 'somebody-else:zz9' }],
    ['a country that nobody sells', { country: 'AQ' }],
    ['a country of another provider', { country: 'somebody-else:999' }],
    ['a service that is known but not for sale', { service: 'discord' }],
  ].map(
    ([what, query], n): Case => ({
      id: `offers/nothing-${n + 1}`,
      clause: 'C8',
      title: `${what}: an empty list, no error`,
      async run({ provider, call, world }) {
        const wanted = query as { readonly service?: string; readonly country?: string };
        const sold = world.offers.some(
          ({ service, country }) => service === wanted.service || country === wanted.country,
        );
        if (sold) throw new Absent('this market sells it');
        same([...(await provider.listOffers(wanted, call))], [], what as string);
      },
    }),
  ),
  {
    id: 'offers/empty-market',
    clause: 'C8',
    title: 'a vendor that sells nothing at all: an empty list, no error',
    empty: true,
    async run({ provider, call }) {
      same([...(await provider.listOffers({}, call))], [], 'everything');
      same([...(await provider.listOffers({ service: 'telegram' }, call))], [], 'telegram');
    },
  },
  {
    id: 'offers/sold-out',
    clause: 'C8',
    title: 'what is sold out has stock 0 or is not listed',
    async run({ provider, call, world }) {
      const { service = '', country = '' } = world.offers.find(({ stock }) => stock === 0) ?? {};
      const offers = [...(await provider.listOffers({ service, country }, call))];
      same(
        offers.filter(({ stock }) => stock !== 0),
        [],
        `${service} in ${country}, which is sold out`,
      );
    },
  },
  {
    id: 'offers/survive-json',
    clause: 'C9',
    title: 'an offer that went through JSON can be bought by a provider built anew',
    async run(stage) {
      const good = goodOf(stage);
      const offer = JSON.parse(JSON.stringify(await offerFor(stage, good))) as Offer;
      // Whoever holds an offer may share it.
      Object.freeze(offer);
      Object.freeze(offer.price);
      const receipt = await purchase(stage, offer, offer.price, await stage.another());
      const order = stage.world.orders.find(({ id }) => id === receipt.id);
      same([order?.service, order?.country], [good.service, good.country], 'what was bought');
    },
  },
];

async function all({ provider, call }: Stage): Promise<readonly Offer[]> {
  const offers = [...(await provider.listOffers({}, call))];
  check(offers.length > 0, 'listOffers({}) lists nothing');
  return offers;
}

function nameOf({ service, country, price }: Pick<Offer, 'service' | 'country'> & { price: string }): string {
  return `${service} in ${country} for ${price}`;
}

const isPriceOf = ({ price }: Offer, amount: string): boolean => price.amount === amount;
