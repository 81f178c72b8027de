import {
  type Call,
  type Money,
  NumrouteError,
  type Offer,
  type OrderReport,
  type Receipt,
} from '@numroute/core';
import type { Fields, GoodSettings } from './good-client.ts';
import { GoodProvider } from './good-provider.ts';
import { type Exchange, wordOf } from './good-wire.ts';
import { type Mutant, mutant, rejected } from './mutant.ts';

type Status = OrderReport['status'];

/** What an unknown state is taken for, by whom, and what that one makes of a closed order. */
type Guess = readonly [what: string, known: readonly string[], guess: (closed: Status) => Status];

/** What is made of a value that no vendor writes. */
export const strangeValueMutants: readonly Mutant[] = [
  ...(
    [
      ['an open', ['closed', 'received'], () => 'open'],
      ['a delivered', ['closed', 'waiting'], () => 'delivered'],
      ['a cancelled', ['waiting', 'received'], (closed) => closed],
    ] as const satisfies readonly Guess[]
  ).map(([what, known, guess]) =>
    mutant(
      `takes an unknown state for ${what} order`,
      ['C23', 'strange-value/fetchOrder'],
      class extends GoodProvider {
        protected override statusOf(state: unknown, refunded: boolean, messages: number): Status {
          const isKnown = known.some((one) => one === state);
          return isKnown ? super.statusOf(state, refunded, messages) : guess(this.closedAs(true, messages));
        }
      },
    ),
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
          throw rejected();
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
  ...(
    [
      ['a cancel', 'cancelOrder', 'C24', 'cancelled'],
      ['a finish', 'finishOrder', 'C27', 'finished'],
      ['another SMS', 'requestAnotherSms', 'C28', 'delivered'],
    ] as const
  ).map(([what, operation, clause, status]) =>
    mutant(
      `takes whatever does not refuse ${what} for a yes`,
      [clause, `strange-value/${operation}`],
      class extends GoodProvider {
        constructor(settings: GoodSettings) {
          super(settings);
          const ask = this[operation].bind(this);
          this[operation] = async (id: string, call: Call): Promise<OrderReport> =>
            ask(id, call).catch((error: unknown) => {
              if (NumrouteError.is(error, 'UNREADABLE')) return { id, status, messages: [] };
              throw error;
            });
        }
      },
    ),
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
];
