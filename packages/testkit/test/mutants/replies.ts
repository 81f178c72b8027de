import type { NumrouteError, Offer, Receipt } from '@numroute/core';
import type { Fields, Parameters } from './good-client.ts';
import { GoodProvider } from './good-provider.ts';
import { type Exchange, type Reply, wordOf } from './good-wire.ts';
import { type Mutant, mutant, rejected } from './mutant.ts';

/** A page is read whatever its status is. */
const careless = ({ text }: Reply): Reply => ({ status: 200, text });

/** What is believed of a word, or of a status. */
export const replyMutants: readonly Mutant[] = [
  mutant(
    'knows a word too many: the one for trouble',
    ['C12', 'purchase/charged-and-then-error'],
    class extends GoodProvider {
      protected override conclude(result: Exchange, offer: Offer): Receipt {
        if (wordOf(result)?.['error'] === 'TRY_LATER') throw rejected();
        return super.conclude(result, offer);
      }
    },
  ),
  mutant(
    'takes the word for trouble for a vendor that is away',
    ['C12', 'purchase/charged-and-then-unavailable'],
    class extends GoodProvider {
      protected override conclude(result: Exchange, offer: Offer): Receipt {
        if (wordOf(result)?.['error'] === 'TRY_LATER') throw this.unavailable();
        return super.conclude(result, offer);
      }
    },
  ),
  mutant(
    'takes every no for a refusal',
    ['C13', 'purchase/unheard-refusal'],
    class extends GoodProvider {
      protected override conclude(result: Exchange, offer: Offer): Receipt {
        const said = wordOf(result);
        if (
          said?.['ok'] === false &&
          said['error'] !== 'TRY_LATER' &&
          !/^[A-Z_]+$/.test(String(said['error']))
        )
          throw rejected();
        return super.conclude(result, offer);
      }
    },
  ),
  mutant(
    'believes a refusal whatever the status of its page is',
    ['C13', 'purchase/refusal-with-5xx'],
    class extends GoodProvider {
      protected override conclude(result: Exchange, offer: Offer): Receipt {
        const isNo = wordOf(result)?.['ok'] === false;
        if (result.kind !== 'reply' || !isNo) return super.conclude(result, offer);
        return super.conclude({ kind: 'reply', reply: careless(result.reply) }, offer);
      }
    },
  ),
  mutant(
    'believes a sale whatever the status of its page is',
    ['C13', 'purchase/sale-with-5xx'],
    class extends GoodProvider {
      protected override conclude(result: Exchange, offer: Offer): Receipt {
        if (result.kind !== 'reply' || !wordOf(result)?.['orders']) return super.conclude(result, offer);
        return super.conclude({ kind: 'reply', reply: careless(result.reply) }, offer);
      }
    },
  ),
  ...(
    [
      ['listOffers', 'offers'],
      ['fetchOrder', 'order'],
      ['cancelOrder', 'cancel'],
      ['finishOrder', 'finish'],
      ['requestAnotherSms', 'again'],
      ['listOpenOrders', 'open'],
      ['findOrder', 'find'],
      ['listHistory', 'history'],
      ['fetchBalance', 'balance'],
    ] as const
  ).map(([operation, action]) =>
    mutant(
      `ignores the HTTP status for ${operation}`,
      ['C33', `readable-5xx/${operation}`],
      class extends GoodProvider {
        #is = false;
        protected override url(name: string, parameters: Parameters): URL {
          this.#is = name === action;
          return super.url(name, parameters);
        }
        protected override parse(reply: Reply): Fields | undefined {
          return super.parse(this.#is ? careless(reply) : reply);
        }
      },
    ),
  ),
  mutant(
    'believes a vendor in trouble that there is no such order',
    ['C33', 'readable-5xx/unknown-order'],
    class extends GoodProvider {
      protected override refusal(reply: Reply, fields: Fields | undefined, id: string): NumrouteError {
        return super.refusal(reply, fields ?? super.parse(careless(reply)), id);
      }
    },
  ),
];
