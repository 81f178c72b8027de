import {
  type Call,
  type Manifest,
  type Money,
  NumrouteError,
  type Offer,
  type PurchaseCall,
  type Query,
  type Receipt,
} from '@numroute/core';
import type { Fields } from './good-client.ts';
import { GoodProvider } from './good-provider.ts';
import { type Mutant, mutant } from './mutant.ts';

/** What is wrong before anything is bought. */
export const offerMutants: readonly Mutant[] = [
  mutant(
    'has a manifest that anybody may change',
    ['C1', 'manifest/frozen'],
    class extends GoodProvider {
      protected override describe(): Manifest {
        return structuredClone(super.describe());
      }
    },
  ),
  mutant(
    'allows itself half a request',
    ['C2', 'manifest/facts'],
    class extends GoodProvider {
      protected override describe(): Manifest {
        const limits = Object.freeze({ requests: 0.5, perMs: 1000, concurrent: 1 });
        return Object.freeze({ ...super.describe(), limits });
      }
    },
  ),
  mutant(
    'has a method for what it cannot do',
    ['C3', 'capability/finishOrder'],
    class extends GoodProvider {
      override async finishOrder(): Promise<never> {
        throw new NumrouteError('UNSUPPORTED', 'not here', { capability: 'finishOrder' });
      }
    },
  ),
  mutant(
    'has null for a method',
    ['C3', 'capability/absent'],
    class extends GoodProvider {
      override fetchBalance = null as never;
    },
  ),
  mutant(
    'names only the first of its services',
    ['C4', 'offers/named-parts'],
    class extends GoodProvider {
      override async listOffers(query: Query, call: Call): Promise<readonly Offer[]> {
        const offers = [...(await super.listOffers(query, call))];
        return Object.assign(offers, { services: offers.slice(0, 1).map(({ service }) => service) });
      }
    },
  ),
  mutant(
    'lists everything, whatever was asked',
    ['C4', 'offers/query-both'],
    class extends GoodProvider {
      override listOffers(_query: Query, call: Call): Promise<readonly Offer[]> {
        return super.listOffers({}, call);
      }
    },
  ),
  mutant(
    'shows only the first page',
    ['C4', 'offers/query-everything'],
    class extends GoodProvider {
      override async listOffers(query: Query, call: Call): Promise<readonly Offer[]> {
        return (await super.listOffers(query, call)).slice(0, 1);
      }
    },
  ),
  mutant(
    'passes the vendor’s own country codes on',
    ['C5', 'offers/names'],
    class extends GoodProvider {
      protected override readOffer(row: Fields): Offer {
        const offer = super.readOffer(row);
        return { ...offer, country: offer.country.toLowerCase() };
      }
    },
  ),
  mutant(
    'counts money in floats',
    ['C6', 'offers/exact-price'],
    class extends GoodProvider {
      protected override amount(text: string): Money {
        return super.amount(String(Number(text)));
      }
    },
  ),
  mutant(
    'gives prices as numbers',
    ['C6', 'offers/plain-prices'],
    class extends GoodProvider {
      protected override amount(text: string): Money {
        return { ...super.amount(text), amount: Number(text) as never };
      }
    },
  ),
  mutant(
    'invents stock where there is none',
    ['C7', 'offers/stock'],
    class extends GoodProvider {
      protected override readOffer(row: Fields): Offer {
        return super.readOffer({ ...row, stock: row['stock'] || 1 });
      }
    },
  ),
  mutant(
    'counts one more than there is in stock',
    ['C7', 'offers/stock'],
    class extends GoodProvider {
      protected override readOffer(row: Fields): Offer {
        return super.readOffer({ ...row, stock: Number(row['stock']) + 1 });
      }
    },
  ),
  mutant(
    'knows only whether there is stock, and calls that exact',
    ['C7', 'offers/stock'],
    class extends GoodProvider {
      protected override readOffer(row: Fields): Offer {
        return super.readOffer({ ...row, stock: row['stock'] ? 1 : 0 });
      }
    },
  ),
  mutant(
    'shows a stock of 0 as one that nobody tells',
    ['C8', 'offers/sold-out'],
    class extends GoodProvider {
      protected override readOffer(row: Fields): Offer {
        return super.readOffer({ ...row, stock: row['stock'] || null });
      }
    },
  ),
  mutant(
    'calls it an error that there is nothing to sell',
    ['C8', 'offers/empty-market'],
    class extends GoodProvider {
      override async listOffers(query: Query, call: Call): Promise<readonly Offer[]> {
        const offers = await super.listOffers(query, call);
        if (offers.length > 0) return offers;
        throw new NumrouteError('NO_OFFER', 'nothing to sell', { attempts: [], excluded: [], hidden: [] });
      }
    },
  ),
  mutant(
    'keeps in memory what its offers mean',
    ['C9', 'offers/survive-json'],
    class extends GoodProvider {
      readonly #handles: string[] = [];
      protected override readOffer(row: Fields): Offer {
        const offer = super.readOffer(row);
        return { ...offer, handle: String(this.#handles.push(offer.handle) - 1) };
      }
      protected override readHandle(offer: Offer): readonly [string, string] {
        return super.readHandle({ ...offer, handle: this.#handles[Number(offer.handle)] ?? '' });
      }
    },
  ),
  mutant(
    'writes into the offers of others',
    ['C9', 'offers/survive-json'],
    class extends GoodProvider {
      override purchase(offer: Offer, call: PurchaseCall): Promise<Receipt> {
        return super.purchase(Object.assign(offer, { stock: 0 }), call);
      }
    },
  ),
  mutant(
    'takes an error page for an empty list',
    ['C33', 'broken-reply/listOffers'],
    class extends GoodProvider {
      override async listOffers(query: Query, call: Call): Promise<readonly Offer[]> {
        return super.listOffers(query, call).catch((error: unknown) => {
          if (NumrouteError.is(error, 'UNREADABLE')) return [];
          throw error;
        });
      }
    },
  ),
];
