import { type Call, NumrouteError, type OrderReport } from '@numroute/core';
import type { Fields, Parameters } from './good-client.ts';
import { GoodProvider } from './good-provider.ts';
import type { Reply } from './good-wire.ts';
import { type Mutant, mutant } from './mutant.ts';

/** What is wrong where an order is found by the name of its purchase. */
export const findingMutants: readonly Mutant[] = [
  mutant(
    'forgets the name in the purchase',
    ['C42', 'find/lost-purchase'],
    class extends GoodProvider {
      protected override named(): Parameters {
        return {};
      }
    },
  ),
  mutant(
    'cuts a long name in the purchase and in the search',
    ['C42', 'find/own-name'],
    class extends GoodProvider {
      protected override named({ attempt = '' }: { readonly attempt?: string }): Parameters {
        return { name: attempt.slice(0, 40) };
      }
      override async findOrder(attempt: string, call: Call): Promise<OrderReport> {
        return super.findOrder(attempt.slice(0, 40), call);
      }
    },
  ),
  mutant(
    'finds the newest order, whatever it is called',
    ['C42', 'find/own-name'],
    class extends GoodProvider {
      override async findOrder(_attempt: string, call: Call): Promise<OrderReport> {
        const newest = (await this.listOpenOrders(call)).at(-1);
        if (!newest) throw this.unreadable();
        return newest;
      }
    },
  ),
  mutant(
    'calls every order that it finds open',
    ['C42', 'find/own-name'],
    class extends GoodProvider {
      override async findOrder(attempt: string, call: Call): Promise<OrderReport> {
        return { ...(await super.findOrder(attempt, call)), status: 'open', messages: [] };
      }
    },
  ),
  mutant(
    'takes the order whose name begins alike',
    ['C42', 'find/unknown-name'],
    class extends GoodProvider {
      override async findOrder(attempt: string, call: Call): Promise<OrderReport> {
        return await super.findOrder(attempt, call).catch(async (error: unknown) => {
          const { orders } = await this.ask('open', call);
          const begins = (order: Fields): boolean => String(order['name']).startsWith(attempt);
          const like = Array.isArray(orders) ? orders.find(begins) : undefined;
          if (!like) throw error;
          return this.readOrder(like);
        });
      }
    },
  ),
  mutant(
    'takes a page that is not found for an order that is not found',
    ['C42', 'find/strange-page'],
    class extends GoodProvider {
      protected override refusal(reply: Reply, fields: Fields | undefined, id: string): NumrouteError {
        if (reply.status === 404) return new NumrouteError('UNKNOWN_ORDER', 'plain: no such order.', { id });
        return super.refusal(reply, fields, id);
      }
    },
  ),
  mutant(
    'knows no order where it cannot read the reply',
    ['C42', 'strange-value/findOrder'],
    class extends GoodProvider {
      override async findOrder(attempt: string, call: Call): Promise<OrderReport> {
        return await super.findOrder(attempt, call).catch((error: unknown) => {
          if (!NumrouteError.is(error, 'UNREADABLE')) throw error;
          throw new NumrouteError('UNKNOWN_ORDER', 'plain: no such order.', { id: attempt });
        });
      }
    },
  ),
  mutant(
    'takes the reply about another name for findOrder',
    ['C33', 'reply-of-another/findOrder'],
    class extends GoodProvider {
      override async findOrder(attempt: string, call: Call): Promise<OrderReport> {
        return this.readOrder((await this.ask('find', call, { name: attempt }))['order']);
      }
    },
  ),
];
