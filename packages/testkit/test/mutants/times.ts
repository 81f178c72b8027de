import { type Call, intercept, type Manifest, type Message, type OrderReport } from '@numroute/core';
import type { Fields } from './good-client.ts';
import { GoodProvider } from './good-provider.ts';
import { type Mutant, mutant, wrapper } from './mutant.ts';
import { withTraits } from './traits.ts';

type Time = 'orderedAt' | 'expiresAt' | 'cancelAfter';

const inSeconds = (report: OrderReport, time: Time): OrderReport => {
  const told = report[time];
  return told === undefined ? report : { ...report, [time]: told / 1000 };
};

/** What is wrong with times, and with which SMS came when. */
export const timeMutants: readonly Mutant[] = [
  ...(['expiresAt', 'orderedAt', 'cancelAfter'] as const).map((time) =>
    mutant(
      `tells ${time} in seconds`,
      ['C20', 'order/times'],
      class extends GoodProvider {
        protected override readOrder(order: unknown): OrderReport {
          return inSeconds(super.readOrder(order), time);
        }
      },
    ),
  ),
  mutant(
    'tells the time of an SMS in seconds',
    ['C20', 'order/times'],
    class extends GoodProvider {
      protected override readRow(row: Fields): Message {
        const { receivedAt = 0, ...message } = super.readRow(row);
        return { ...message, receivedAt: receivedAt / 1000 };
      }
    },
  ),
  mutant(
    'takes the clock of the vendor for the one on the wall',
    ['C20', 'order/times'],
    class extends GoodProvider {
      protected override officeTime(text: string): number {
        return Date.parse(text);
      }
    },
  ),
  mutant(
    'counts what is left of an order from its own clock',
    ['C20', 'order/times'],
    class extends GoodProvider {
      protected override readOrder(order: unknown): OrderReport {
        return { ...super.readOrder(order), expiresAt: Date.now() + 20 * 60_000 };
      }
    },
  ),
  mutant(
    'tells the end of an order as its beginning',
    ['C20', 'order/times'],
    class extends GoodProvider {
      protected override readOrder(order: unknown): OrderReport {
        const { expiresAt, ...report } = super.readOrder(order);
        return { ...report, ...(expiresAt !== undefined && { orderedAt: expiresAt }) };
      }
    },
  ),
  mutant(
    'tells only the first of two SMS, for ever',
    ['C21', 'order/two-sms'],
    class extends GoodProvider {
      protected override readOrder(order: unknown): OrderReport {
        const report = super.readOrder(order);
        return { ...report, messages: report.messages.slice(0, 1) };
      }
    },
  ),
  mutant(
    'answers from memory once a code came',
    ['C21', 'order/two-sms'],
    class extends GoodProvider {
      readonly #delivered = new Map<string, OrderReport>();
      override async fetchOrder(id: string, call: Call): Promise<OrderReport> {
        const report = this.#delivered.get(id) ?? (await super.fetchOrder(id, call));
        if (report.status === 'delivered') this.#delivered.set(id, report);
        return report;
      }
    },
  ),
  mutant(
    'goes back to the older SMS',
    ['C21', 'order/two-sms'],
    class extends GoodProvider {
      #looks = 0;
      override async fetchOrder(id: string, call: Call): Promise<OrderReport> {
        const report = await super.fetchOrder(id, call);
        this.#looks += 1;
        return this.#looks % 2 === 0 ? { ...report, messages: report.messages.slice(0, 1) } : report;
      }
    },
  ),
  mutant(
    'tells the newest SMS first',
    ['C21', 'order/two-sms-at-once'],
    class extends GoodProvider {
      protected override readOrder(order: unknown): OrderReport {
        const report = super.readOrder(order);
        return { ...report, messages: report.messages.toReversed() };
      }
    },
  ),
  mutant(
    'tells the last of several SMS alone',
    ['C21', 'order/two-sms-at-once'],
    class extends GoodProvider {
      protected override readOrder(order: unknown): OrderReport {
        const report = super.readOrder(order);
        return { ...report, messages: report.messages.slice(-1) };
      }
    },
  ),
  mutant(
    'says that further SMS come by themselves, and tells the newest alone',
    ['C28', 'order/further-sms'],
    class extends GoodProvider {
      protected override describe(): Manifest {
        return withTraits(super.describe(), { messages: 'many' });
      }

      protected override readOrder(order: unknown): OrderReport {
        const report = super.readOrder(order);
        return { ...report, messages: report.messages.slice(-1) };
      }
    },
  ),
  wrapper(
    'shows further SMS that nobody asked for, and does not say so',
    ['C28', 'order/further-sms'],
    (inner) => {
      const { requestAnotherSms: _left, ...rest } = intercept(inner, (_operation, call, next) => next(call));
      return rest;
    },
  ),
  mutant(
    'says that some SMS come',
    ['C2', 'manifest/facts'],
    class extends GoodProvider {
      protected override describe(): Manifest {
        return withTraits(super.describe(), { messages: 'some' as 'many' });
      }
    },
  ),
];
