import type { Call, OrderReport, Period } from '@numroute/core';
import type { Fields, Parameters } from './good-client.ts';
import { GoodProvider } from './good-provider.ts';
import { type Mutant, mutant, pagedMutant } from './mutant.ts';
import { PagedProvider } from './paged-provider.ts';

/** What is wrong where a history is read. */
export const historyMutants: readonly Mutant[] = [
  mutant(
    'tells what a cancelled row costs as a charge',
    ['C43', 'history/ends'],
    class extends GoodProvider {
      protected override readEnds(rows: readonly unknown[]): readonly OrderReport[] {
        return super.readEnds(rows).map((report) => {
          const row = rows.find((one) => (one as Fields)['id'] === report.id) as Fields;
          return { ...report, price: this.amount(String(row['price'])) };
        });
      }
    },
  ),
  mutant(
    'tells an open order as ended',
    ['C43', 'history/ends'],
    class extends GoodProvider {
      protected override readEnds(rows: readonly unknown[]): readonly OrderReport[] {
        return super.readEnds(rows.map((row) => ({ ...(row as Fields), state: 'closed' })));
      }
    },
  ),
  mutant(
    'leaves open orders in the history',
    ['C43', 'history/ends'],
    class extends GoodProvider {
      protected override readEnds(rows: readonly unknown[]): readonly OrderReport[] {
        return rows.map((row) => ({ ...this.readOrder(row), service: 'telegram', country: 'EE' }));
      }
    },
  ),
  mutant(
    'calls every order of the history done',
    ['C43', 'history/ends'],
    class extends GoodProvider {
      protected override readEnds(rows: readonly unknown[]): readonly OrderReport[] {
        return super.readEnds(rows).map((report) => ({ ...report, status: 'finished' }));
      }
    },
  ),
  mutant(
    'asks for all times',
    ['C43', 'history/another-time'],
    class extends GoodProvider {
      protected override within(): Parameters {
        return { since: '0', until: String(Number.MAX_SAFE_INTEGER) };
      }
    },
  ),
  mutant(
    'asks for the period in seconds',
    ['C43', 'history/ends'],
    class extends GoodProvider {
      protected override within({ from, to }: Period): Parameters {
        return super.within({ from: Math.floor(from / 1000), to: Math.ceil(to / 1000) });
      }
    },
  ),
  pagedMutant(
    'reads one page of the history',
    ['C43', 'history/every-page'],
    class extends PagedProvider {
      override async listHistory(period: Period, call: Call): Promise<readonly OrderReport[]> {
        const { rows } = await this.ask('history', call, this.within(period));
        if (!Array.isArray(rows)) throw this.unreadable();
        return this.readEnds(rows);
      }
    },
  ),
  pagedMutant(
    'tells the last row of a page again',
    ['C43', 'history/every-page'],
    class extends PagedProvider {
      protected override later(action: string, call: Call, parameters: Parameters): Promise<Fields> {
        const cursor = String(Number(parameters['cursor']) - (action === 'history' ? 1 : 0));
        return super.later(action, call, { ...parameters, cursor });
      }
    },
  ),
];
