import {
  type Call,
  decimalOf,
  formatDecimal,
  type Money,
  money,
  NumrouteError,
  type Offer,
  type OrderReport,
  type Query,
} from '@numroute/core';
import type { Fields, Parameters } from './good-client.ts';
import { type Mutant, pagedMutant } from './mutant.ts';
import { PagedProvider } from './paged-provider.ts';

const END: Fields = { ok: true, rows: [] };

/** What is wrong where a list has pages, and amounts are cents. */
export const pageMutants: readonly Mutant[] = [
  pagedMutant(
    'lists the open orders of the first page',
    ['C31', 'open-orders/more-than-a-page'],
    class extends PagedProvider {
      override async listOpenOrders(call: Call): Promise<readonly OrderReport[]> {
        const { rows } = await this.ask('open', call);
        if (!Array.isArray(rows)) throw this.unreadable();
        return rows.map((row) => this.readOrder(row));
      }
    },
  ),
  pagedMutant(
    'lists the first twenty pages',
    ['C31', 'open-orders/more-than-a-page'],
    class extends PagedProvider {
      #left = 0;
      override listOpenOrders(call: Call): Promise<readonly OrderReport[]> {
        this.#left = 20;
        return super.listOpenOrders(call);
      }
      protected override async later(action: string, call: Call, parameters: Parameters): Promise<Fields> {
        this.#left -= 1;
        return action === 'open' && this.#left === 0 ? END : super.later(action, call, parameters);
      }
    },
  ),
  pagedMutant(
    'begins every page after the first one row late',
    ['C31', 'open-orders/more-than-a-page'],
    class extends PagedProvider {
      protected override later(action: string, call: Call, parameters: Parameters): Promise<Fields> {
        const cursor = String(Number(parameters['cursor']) + (action === 'open' ? 1 : 0));
        return super.later(action, call, { ...parameters, cursor });
      }
    },
  ),
  pagedMutant(
    'begins every page with the last row of the one before',
    ['C31', 'open-orders/more-than-a-page'],
    class extends PagedProvider {
      protected override later(action: string, call: Call, parameters: Parameters): Promise<Fields> {
        const cursor = String(Number(parameters['cursor']) - (action === 'open' ? 1 : 0));
        return super.later(action, call, { ...parameters, cursor });
      }
    },
  ),
  pagedMutant(
    'takes an error on a later page for the end of the open orders',
    ['C31', 'later-request/listOpenOrders'],
    class extends PagedProvider {
      protected override later(action: string, call: Call, parameters: Parameters): Promise<Fields> {
        const page = super.later(action, call, parameters);
        return action === 'open' ? page.catch(() => END) : page;
      }
    },
  ),
  pagedMutant(
    'takes a later page that cannot be read for the end of the open orders',
    ['C31', 'later-request/listOpenOrders'],
    class extends PagedProvider {
      protected override async later(action: string, call: Call, parameters: Parameters): Promise<Fields> {
        try {
          return await super.later(action, call, parameters);
        } catch (error) {
          if (action === 'open' && NumrouteError.is(error, 'UNREADABLE')) return END;
          throw error;
        }
      }
    },
  ),
  pagedMutant(
    'takes a lost later page for the end of the price list',
    ['C33', 'later-request/listOffers'],
    class extends PagedProvider {
      protected override async later(action: string, call: Call, parameters: Parameters): Promise<Fields> {
        try {
          return await super.later(action, call, parameters);
        } catch (error) {
          if (action === 'offers' && NumrouteError.is(error, 'UNAVAILABLE')) return END;
          throw error;
        }
      }
    },
  ),
  pagedMutant(
    'lists the offers of the first page',
    ['C4', 'offers/query-everything'],
    class extends PagedProvider {
      protected override async later(action: string, call: Call, parameters: Parameters): Promise<Fields> {
        return action === 'offers' ? END : super.later(action, call, parameters);
      }
    },
  ),
  pagedMutant(
    'fetches later pages without asking for its turn',
    ['C38', 'turns/every-further-request'],
    class extends PagedProvider {
      protected override later(action: string, call: Call, parameters: Parameters): Promise<Fields> {
        return this.ask(action, call, parameters);
      }
    },
  ),
  pagedMutant(
    'leaves out rows that cannot be read',
    ['C31', 'open-orders/unreadable-row'],
    class extends PagedProvider {
      override async listOpenOrders(call: Call): Promise<readonly OrderReport[]> {
        return (await this.pages('open', call)).flatMap((row) => {
          try {
            return this.readOrder(row);
          } catch {
            return [];
          }
        });
      }
    },
  ),
  pagedMutant(
    'skips rows that are no object',
    ['C31', 'open-orders/unreadable-row'],
    class extends PagedProvider {
      override async listOpenOrders(call: Call): Promise<readonly OrderReport[]> {
        const rows = (await this.pages('open', call)).filter(
          (row) => typeof row === 'object' && row !== null,
        );
        return rows.map((row) => this.readOrder(row));
      }
    },
  ),
  pagedMutant(
    'lists only what still waits for a code',
    ['C31', 'open-orders/complete'],
    class extends PagedProvider {
      override async listOpenOrders(call: Call): Promise<readonly OrderReport[]> {
        return (await super.listOpenOrders(call)).filter(({ status }) => status === 'open');
      }
    },
  ),
  pagedMutant(
    'lists everything that it ever listed',
    ['C31', 'open-orders/complete'],
    class extends PagedProvider {
      readonly #all = new Map<string, OrderReport>();
      override async fetchOrder(id: string, call: Call): Promise<OrderReport> {
        return super.fetchOrder(id, call);
      }
      override async listOpenOrders(call: Call): Promise<readonly OrderReport[]> {
        for (const report of await super.listOpenOrders(call)) this.#all.set(report.id, report);
        return [...this.#all.values()];
      }
      protected override readOrder(order: unknown): OrderReport {
        const report = super.readOrder(order);
        this.#all.set(report.id, report);
        return report;
      }
    },
  ),
  pagedMutant(
    'rounds a cap up to the next cent',
    ['C16', 'purchase/limit-between-units'],
    class extends PagedProvider {
      protected override cap({ amount }: Money): string {
        return String(Math.ceil(Number((Number(amount) * 100).toFixed(4))));
      }
    },
  ),
  pagedMutant(
    'rounds a cap to the nearest cent',
    ['C16', 'purchase/limit-between-units'],
    class extends PagedProvider {
      protected override cap({ amount }: Money): string {
        return String(Math.round(Number(amount) * 100));
      }
    },
  ),
  pagedMutant(
    'multiplies a cap as a float and rounds it down',
    ['C16', 'purchase/any-limit'],
    class extends PagedProvider {
      protected override cap({ amount }: Money): string {
        return String(Math.floor(Number(amount) * 100));
      }
    },
  ),
  pagedMutant(
    'adds a cent to a cap, to be on the safe side',
    ['C16', 'purchase/at-the-limit'],
    class extends PagedProvider {
      protected override cap(maxPrice: Money): string {
        return String(BigInt(super.cap(maxPrice)) + 1n);
      }
    },
  ),
  pagedMutant(
    'reads and writes cents as thousandths',
    ['C6', 'offers/any-price'],
    class extends PagedProvider {
      protected override amount(text: string): Money {
        return money(formatDecimal({ units: BigInt(text), scale: 3 }), this.settings.currency);
      }
      protected override cap(maxPrice: Money): string {
        const { units, scale } = decimalOf(maxPrice);
        return String((units * 1000n) / 10n ** BigInt(scale));
      }
    },
  ),
  pagedMutant(
    'divides cents as floats',
    ['C32', 'balance/exact'],
    class extends PagedProvider {
      protected override amount(text: string): Money {
        return money(String(Number(text) / 100), this.settings.currency);
      }
    },
  ),
  pagedMutant(
    'drops the cents of a balance',
    ['C32', 'balance/exact'],
    class extends PagedProvider {
      override async fetchBalance(call: Call): Promise<Money> {
        const { amount, currency } = await super.fetchBalance(call);
        return money(amount.split('.')[0] ?? '0', currency);
      }
    },
  ),
  pagedMutant(
    'asks for the offers of one service alone where none was named',
    ['C4', 'offers/query-country'],
    class extends PagedProvider {
      override listOffers(query: Query, call: Call): Promise<readonly Offer[]> {
        return super.listOffers(
          query.country && !query.service ? { ...query, service: 'telegram' } : query,
          call,
        );
      }
    },
  ),
];
