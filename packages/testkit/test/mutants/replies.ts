import {
  type Call,
  type ErrorCode,
  type Manifest,
  type Money,
  money,
  NumrouteError,
  type Offer,
  type OrderReport,
  type Receipt,
} from '@numroute/core';
import { type Fields, GoodProvider, type Parameters } from './good-provider.ts';
import type { Exchange, Reply } from './good-wire.ts';
import { type Mutant, mutant } from './mutant.ts';
import { subjectOf } from './subjects.ts';

const no = <C extends ErrorCode>(code: C): NumrouteError =>
  new NumrouteError<ErrorCode>(code, 'plain: refused.', {});

const wordOf = ({ kind, ...rest }: Exchange): Fields | undefined => {
  if (kind !== 'reply' || !('reply' in rest)) return undefined;
  try {
    return JSON.parse(rest.reply.text) as Fields;
  } catch {
    return undefined;
  }
};

class Unguarded extends GoodProvider {
  protected override describe(): Manifest {
    const manifest = super.describe();
    return Object.freeze({ ...manifest, traits: Object.freeze({ ...manifest.traits, priceGuard: false }) });
  }
}

/** Rightly so: its vendor is told no limit. */
class Uncapped extends Unguarded {
  protected override describePurchase(offer: Offer, maxPrice: Money): Parameters {
    const { max: _max, ...order } = super.describePurchase(offer, maxPrice);
    return order;
  }
}

/** A page is read whatever its status is. */
const careless = ({ text }: Reply): Reply => ({ status: 200, text });

/** What is wrong with how a reply is read. */
export const replyMutants: readonly Mutant[] = [
  mutant(
    'knows a word too many: the one for trouble',
    ['C12', 'purchase/charged-and-then-error'],
    class extends GoodProvider {
      protected override conclude(result: Exchange, offer: Offer): Receipt {
        if (wordOf(result)?.['error'] === 'TRY_LATER') throw no('REJECTED');
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
          throw no('REJECTED');
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
  mutant(
    'takes an unknown state for an open order',
    ['C23', 'strange-value/fetchOrder'],
    class extends GoodProvider {
      protected override statusOf(
        state: unknown,
        refunded: boolean,
        messages: number,
      ): OrderReport['status'] {
        const known = state === 'closed' || state === 'received';
        return known ? super.statusOf(state, refunded, messages) : 'open';
      }
    },
  ),
  mutant(
    'takes an unknown state for a delivered order',
    ['C23', 'strange-value/fetchOrder'],
    class extends GoodProvider {
      protected override statusOf(
        state: unknown,
        refunded: boolean,
        messages: number,
      ): OrderReport['status'] {
        const known = state === 'closed' || state === 'waiting';
        return known ? super.statusOf(state, refunded, messages) : 'delivered';
      }
    },
  ),
  mutant(
    'takes an unknown state for a cancelled order',
    ['C23', 'strange-value/fetchOrder'],
    class extends GoodProvider {
      protected override statusOf(
        state: unknown,
        refunded: boolean,
        messages: number,
      ): OrderReport['status'] {
        const known = state === 'waiting' || state === 'received';
        return known ? super.statusOf(state, refunded, messages) : this.closedAs(true, messages);
      }
    },
  ),
  mutant(
    'does not list an order whose state it does not know',
    ['C31', 'strange-value/listOpenOrders'],
    class extends GoodProvider {
      override async listOpenOrders(call: Call): Promise<readonly OrderReport[]> {
        const { orders } = await this.ask('open', call);
        if (!Array.isArray(orders)) throw this.unreadable();
        const known = orders.filter(({ state }: Fields) => state === 'waiting' || state === 'received');
        return known.map((order) => this.readOrder(order));
      }
    },
  ),
  mutant(
    'takes whatever stands there for a phone',
    ['C23', 'strange-value/fetchOrder'],
    class extends GoodProvider {
      protected override readPhone(phone: string): string {
        return phone;
      }
    },
  ),
  mutant(
    'takes the phone for the id where the id is missing',
    ['C12', 'strange-value/purchase-sold'],
    class extends GoodProvider {
      protected override readOrder(order: unknown): OrderReport {
        const fields = (order ?? {}) as Fields;
        return super.readOrder({ ...fields, id: fields['id'] ?? fields['phone'] });
      }
    },
  ),
  mutant(
    'takes a sale that it cannot read for a refusal',
    ['C12', 'strange-value/purchase-sold'],
    class extends GoodProvider {
      protected override readSale(orders: readonly unknown[], offer: Offer): readonly OrderReport[] {
        try {
          return super.readSale(orders, offer);
        } catch {
          throw no('REJECTED');
        }
      }
    },
  ),
  mutant(
    'throws that it cannot read a sale',
    ['C12', 'strange-value/purchase-sold'],
    class extends GoodProvider {
      protected override readSale(orders: readonly unknown[]): readonly OrderReport[] {
        return orders.map((order) => this.readOrder(order));
      }
    },
  ),
  mutant(
    'takes a refusal that it does not know for a sale that it lost sight of',
    ['C12', 'strange-value/purchase-refused'],
    class extends GoodProvider {
      protected override conclude(result: Exchange, offer: Offer): Receipt {
        try {
          return super.conclude(result, offer);
        } catch (error) {
          if (!NumrouteError.is(error, 'OUTCOME_UNKNOWN') || wordOf(result)?.['ok'] !== false) throw error;
          return { id: 'unknown', status: 'open', messages: [] };
        }
      }
    },
  ),
  mutant(
    'reads a price that is none as nothing',
    ['C33', 'strange-value/listOffers'],
    class extends GoodProvider {
      protected override readOffer(row: Fields): Offer {
        const known = /^[\d.]+$/.test(String(row['price']));
        return super.readOffer(known ? row : { ...row, price: '0' });
      }
    },
  ),
  mutant(
    'reads a stock that is none as plenty',
    ['C33', 'strange-value/listOffers'],
    class extends GoodProvider {
      protected override readOffer(row: Fields): Offer {
        return super.readOffer(Number.isInteger(row['stock']) ? row : { ...row, stock: 9999 });
      }
    },
  ),
  mutant(
    'reads a balance that is none as an empty account',
    ['C32', 'strange-value/fetchBalance'],
    class extends GoodProvider {
      override async fetchBalance(call: Call): Promise<Money> {
        const { balance } = await this.ask('balance', call);
        return this.amount(/^[\d.]+$/.test(String(balance)) ? String(balance) : '0');
      }
    },
  ),
  mutant(
    'takes whatever does not refuse a cancel for a yes',
    ['C24', 'strange-value/cancelOrder'],
    class extends GoodProvider {
      override async cancelOrder(id: string, call: Call): Promise<OrderReport> {
        return super.cancelOrder(id, call).catch((error: unknown) => {
          if (NumrouteError.is(error, 'UNREADABLE')) return { id, status: 'cancelled', messages: [] };
          throw error;
        });
      }
    },
  ),
  mutant(
    'takes whatever does not refuse a finish for a yes',
    ['C27', 'strange-value/finishOrder'],
    class extends GoodProvider {
      override async finishOrder(id: string, call: Call): Promise<OrderReport> {
        return super.finishOrder(id, call).catch((error: unknown) => {
          if (NumrouteError.is(error, 'UNREADABLE')) return { id, status: 'finished', messages: [] };
          throw error;
        });
      }
    },
  ),
  mutant(
    'takes whatever does not refuse another SMS for a yes',
    ['C28', 'strange-value/requestAnotherSms'],
    class extends GoodProvider {
      override async requestAnotherSms(id: string, call: Call): Promise<OrderReport> {
        return super.requestAnotherSms(id, call).catch((error: unknown) => {
          if (NumrouteError.is(error, 'UNREADABLE')) return { id, status: 'delivered', messages: [] };
          throw error;
        });
      }
    },
  ),
  ...(['fetchOrder', 'cancelOrder', 'finishOrder', 'requestAnotherSms'] as const).map((operation) =>
    mutant(
      `takes the reply about another order for ${operation}`,
      ['C33', `reply-of-another/${operation}`],
      class extends GoodProvider {
        protected override async act(action: string, id: string, call: Call): Promise<OrderReport> {
          const actions = { order: 'fetchOrder', cancel: 'cancelOrder', finish: 'finishOrder' };
          const name = new Map(Object.entries(actions)).get(action) ?? 'requestAnotherSms';
          if (name !== operation) return super.act(action, id, call);
          return { ...this.readOrder((await this.ask(action, call, { id }))['order']), id };
        }
      },
    ),
  ),
  {
    ...mutant(
      'says that its vendor guards no price, although it does',
      ['C16', 'manifest/price-guard'],
      Unguarded,
    ),
    sound: subjectOf((settings) => new Uncapped(settings)),
  },
  mutant(
    'says that its vendor guards the price, and sends the limit doubled',
    ['C16', 'purchase/at-the-limit'],
    class extends GoodProvider {
      protected override describePurchase(offer: Offer, { amount, currency }: Money): Parameters {
        return super.describePurchase(offer, money(String(Number(amount) * 2), currency));
      }
    },
  ),
];
