import { type Call, codeOf, type Message, type Money, NumrouteError, type OrderReport } from '@numroute/core';
import type { Fields, Parameters } from './good-client.ts';
import { GoodProvider } from './good-provider.ts';
import type { Reply } from './good-wire.ts';
import { type Mutant, mutant } from './mutant.ts';

/** What is wrong once a number was bought. */
export const orderMutants: readonly Mutant[] = [
  mutant(
    'drops the leading zeros of a code',
    ['C20', 'order/code-leading-zero'],
    class extends GoodProvider {
      protected override readMessage(text: string): Message {
        return { text, code: String(Number(codeOf({ text }))) };
      }
    },
  ),
  mutant(
    'cuts a text at its first colon',
    ['C20', 'order/verbatim'],
    class extends GoodProvider {
      protected override readMessage(text: string): Message {
        return super.readMessage(text.split(':')[1] ?? text);
      }
    },
  ),
  mutant(
    'numbers messages anew with every report',
    ['C21', 'order/told-once'],
    class extends GoodProvider {
      #count = 0;
      protected override readMessage(text: string): Message {
        this.#count += 1;
        return { ...super.readMessage(text), id: String(this.#count) };
      }
    },
  ),
  mutant(
    'delivers the old code as a new one after a retry',
    ['C21', 'order/old-code'],
    class extends GoodProvider {
      #retried = false;
      override async requestAnotherSms(id: string, call: Call): Promise<OrderReport> {
        this.#retried = true;
        return super.requestAnotherSms(id, call);
      }
      protected override readMessage(text: string): Message {
        const { code = '' } = super.readMessage(text);
        return { text: this.#retried ? `Old code: ${code}` : text, code };
      }
    },
  ),
  mutant(
    'shows only the newest message, and the old one while another is awaited',
    ['C21', 'order/same-code-again'],
    class extends GoodProvider {
      protected override readOrder(order: unknown): OrderReport {
        const report = super.readOrder(order);
        return { ...report, messages: report.messages.slice(-1) };
      }
      protected override time(): undefined {}
    },
  ),
  mutant(
    'takes a closed order for a cancelled one, after a code too',
    ['C22', 'order/finished-is-not-refunded'],
    class extends GoodProvider {
      protected override closedAs(): OrderReport['status'] {
        return 'cancelled';
      }
    },
  ),
  mutant(
    'goes on to wait for an order that was closed',
    ['C23', 'order/cancelled-elsewhere'],
    class extends GoodProvider {
      protected override closedAs(_refunded: boolean, messages: number): OrderReport['status'] {
        return messages > 0 ? 'delivered' : 'open';
      }
    },
  ),
  mutant(
    'goes on to wait for an order whose time is up',
    ['C23', 'order/expired'],
    class extends GoodProvider {
      protected override closedAs(refunded: boolean): OrderReport['status'] {
        return refunded ? 'open' : 'finished';
      }
    },
  ),
  mutant(
    'only says that it cancelled',
    ['C24', 'cancel/refunds'],
    class extends GoodProvider {
      override async cancelOrder(id: string): Promise<OrderReport> {
        return { id, status: 'cancelled', messages: [] };
      }
    },
  ),
  mutant(
    'takes a lost reply for a cancel that worked',
    ['C24', 'cancel/lost-reply'],
    class extends GoodProvider {
      override async cancelOrder(id: string, call: Call): Promise<OrderReport> {
        return super.cancelOrder(id, call).catch((error: unknown) => cancelledIf(error, id, 'UNAVAILABLE'));
      }
    },
  ),
  mutant(
    'does not know an order that it cancelled',
    ['C25', 'cancel/twice'],
    class extends GoodProvider {
      readonly #done = new Set<string>();
      override async cancelOrder(id: string, call: Call): Promise<OrderReport> {
        if (this.#done.has(id)) throw new NumrouteError('WRONG_STATE', 'plain: closed.', {});
        this.#done.add(id);
        return super.cancelOrder(id, call);
      }
    },
  ),
  mutant(
    'swallows a refused cancel',
    ['C26', 'cancel/too-early'],
    class extends GoodProvider {
      override async cancelOrder(id: string, call: Call): Promise<OrderReport> {
        return super.cancelOrder(id, call).catch((error: unknown) => cancelledIf(error, id, 'WRONG_STATE'));
      }
    },
  ),
  mutant(
    'promises the money back although a code came',
    ['C26', 'cancel/after-the-code'],
    class extends GoodProvider {
      override async cancelOrder(id: string, call: Call): Promise<OrderReport> {
        const { messages } = await this.fetchOrder(id, call);
        if (messages.length === 0) return super.cancelOrder(id, call);
        return { id, status: 'cancelled', messages };
      }
    },
  ),
  mutant(
    'only says that it finished',
    ['C27', 'finish/delivered'],
    class extends GoodProvider {
      override async finishOrder(id: string): Promise<OrderReport> {
        return { id, status: 'finished', messages: [] };
      }
    },
  ),
  mutant(
    'calls an order open that awaits another SMS',
    ['C28', 'another/delivered'],
    class extends GoodProvider {
      override async requestAnotherSms(id: string, call: Call): Promise<OrderReport> {
        return { ...(await super.requestAnotherSms(id, call)), status: 'open', messages: [] };
      }
    },
  ),
  mutant(
    'calls an order without a code delivered',
    ['C28', 'another/too-early'],
    class extends GoodProvider {
      override async requestAnotherSms(id: string, call: Call): Promise<OrderReport> {
        return super.requestAnotherSms(id, call).catch(() => ({ id, status: 'delivered', messages: [] }));
      }
    },
  ),
  mutant(
    'calls an order that nobody knows gone',
    ['C29', 'unknown-order/fetchOrder'],
    class extends GoodProvider {
      override async fetchOrder(id: string, call: Call): Promise<OrderReport> {
        return super.fetchOrder(id, call).catch((error: unknown) => {
          if (NumrouteError.is(error, 'UNKNOWN_ORDER')) return { id, status: 'gone', messages: [] };
          throw error;
        });
      }
    },
  ),
  mutant(
    'glues an id into the address',
    ['C30', 'hostile-id/finishOrder'],
    class extends GoodProvider {
      protected override url(action: string, parameters: Parameters): URL {
        const pairs = Object.entries({
          ...parameters,
          do: action,
          key: this.reveal().replaceAll('+', '%2B'),
        });
        return new URL(
          `${this.settings.baseUrl}?${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`,
        );
      }
    },
  ),
  mutant(
    'lists only the newest open order',
    ['C31', 'open-orders/complete'],
    class extends GoodProvider {
      override async listOpenOrders(call: Call): Promise<readonly OrderReport[]> {
        return (await super.listOpenOrders(call)).slice(-1);
      }
    },
  ),
  mutant(
    'lists orders without their phones',
    ['C31', 'open-orders/lost-purchase'],
    class extends GoodProvider {
      override async listOpenOrders(call: Call): Promise<readonly OrderReport[]> {
        return (await super.listOpenOrders(call)).map(({ phone: _phone, ...report }) => report);
      }
    },
  ),
  mutant(
    'takes an error page for no open orders',
    ['C33', 'broken-reply/listOpenOrders'],
    class extends GoodProvider {
      override async listOpenOrders(call: Call): Promise<readonly OrderReport[]> {
        return super.listOpenOrders(call).catch(() => []);
      }
    },
  ),
  mutant(
    'keeps the balance in a float',
    ['C32', 'balance/exact'],
    class extends GoodProvider {
      override async fetchBalance(call: Call): Promise<Money> {
        const { amount } = await super.fetchBalance(call);
        return this.amount(String(Number(amount)));
      }
    },
  ),
  mutant(
    'reads what never was an order',
    ['C33', 'broken-reply/fetchOrder'],
    class extends GoodProvider {
      protected override parse(reply: Reply): Fields {
        return { ok: true, order: { id: '3762', messages: [], state: 'waiting' }, ...super.parse(reply) };
      }
    },
  ),
];

function cancelledIf(error: unknown, id: string, code: 'UNAVAILABLE' | 'WRONG_STATE'): OrderReport {
  if (NumrouteError.is(error, code)) return { id, status: 'cancelled', messages: [] };
  throw error;
}
