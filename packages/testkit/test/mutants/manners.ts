import {
  type Call,
  type Manifest,
  NumrouteError,
  type Offer,
  type OrderReport,
  type Query,
} from '@numroute/core';
import type { Fields, GoodSettings } from './good-client.ts';
import { GoodProvider } from './good-provider.ts';
import type { Exchange, Reply } from './good-wire.ts';
import { type Mutant, mutant } from './mutant.ts';

/** What is wrong with how it behaves. */
export const mannerMutants: readonly Mutant[] = [
  mutant(
    'throws whatever JavaScript throws',
    ['C34', 'errors/only-ours'],
    class extends GoodProvider {
      protected override parse({ text }: Reply): Fields {
        return JSON.parse(text);
      }
    },
  ),
  mutant(
    'repeats the vendor’s words as they came',
    ['C34', 'errors/only-ours'],
    class extends GoodProvider {
      protected override refusal({ text }: Reply): NumrouteError {
        return new NumrouteError('UNREADABLE', `plain: the vendor said ${text}`, {});
      }
    },
  ),
  mutant(
    'throws before it has returned a promise',
    ['C34', 'errors/rejected'],
    class extends GoodProvider {
      override fetchOrder(id: string, call: Call): Promise<OrderReport> {
        call.signal.throwIfAborted();
        return super.fetchOrder(id, call);
      }
    },
  ),
  mutant(
    'leaks the key in the cause of an error',
    ['C35', 'errors/no-key'],
    class extends GoodProvider {
      protected override unavailable(): NumrouteError {
        const cause = new Error(`GET ${this.url('order', {})}`);
        return Object.assign(super.unavailable(), { cause });
      }
    },
  ),
  mutant(
    'shows an echoed page in its errors',
    ['C35', 'errors/no-key'],
    class extends GoodProvider {
      protected override refusal({ text }: Reply): NumrouteError {
        const vendorWord = text.replaceAll(/\p{Cc}/gu, ' ');
        return new NumrouteError('UNAVAILABLE', 'plain: refused.', { vendorWord });
      }
    },
  ),
  mutant(
    'carries the key where everybody sees it',
    ['C35', 'provider/no-key'],
    class extends GoodProvider {
      readonly apiKey: string;
      constructor(settings: GoodSettings) {
        super(settings);
        this.apiKey = settings.apiKey;
      }
    },
  ),
  mutant(
    'does not look at the signal of a read',
    ['C36', 'aborted-before/fetchOrder'],
    class extends GoodProvider {
      override fetchOrder(id: string): Promise<OrderReport> {
        return super.fetchOrder(id, { signal: new AbortController().signal });
      }
    },
  ),
  mutant(
    'does not look at the signal of a purchase',
    ['C36', 'aborted-before/purchase'],
    class extends GoodProvider {
      protected override begin(): void {}
    },
  ),
  mutant(
    'waits on when a read is called off',
    ['C37', 'aborted/fetchOrder'],
    class extends GoodProvider {
      protected override send(url: URL): Promise<Exchange> {
        return super.send(url);
      }
    },
  ),
  mutant(
    'calls an abort an error of the vendor',
    ['C37', 'aborted/listOffers'],
    class extends GoodProvider {
      override async listOffers(query: Query, call: Call): Promise<readonly Offer[]> {
        return super.listOffers(query, call).catch((error: unknown) => {
          throw NumrouteError.is(error) ? error : this.unavailable();
        });
      }
    },
  ),
  mutant(
    'tries a read again',
    ['C38', 'one-try/fetchOrder'],
    class extends GoodProvider {
      override async fetchOrder(id: string, call: Call): Promise<OrderReport> {
        return super.fetchOrder(id, call).catch(() => super.fetchOrder(id, call));
      }
    },
  ),
  mutant(
    'sends several requests without asking for its turn',
    ['C38', 'turns/every-further-request'],
    class extends GoodProvider {
      override async listOffers(query: Query, call: Call): Promise<readonly Offer[]> {
        await this.fetchBalance(call);
        return super.listOffers(query, call);
      }
    },
  ),
  mutant(
    'asks for its balance as soon as it is built',
    ['C38', 'turns/nothing-by-itself'],
    class extends GoodProvider {
      protected override describe(): Manifest {
        setImmediate(() =>
          this.fetchBalance({ signal: new AbortController().signal }).catch(() => undefined),
        );
        return super.describe();
      }
    },
  ),
  mutant(
    'sells on after it was closed',
    ['C40', 'close/twice'],
    class extends GoodProvider {
      override async close(): Promise<void> {}
    },
  ),
  mutant(
    'cannot be closed twice',
    ['C40', 'close/twice'],
    class extends GoodProvider {
      override async close(): Promise<void> {
        if (this.closed) throw new NumrouteError('CLOSED', 'plain: closed already.', {});
        this.closed = true;
      }
    },
  ),
];
