import {
  type Money,
  money,
  NumrouteError,
  type Offer,
  type PurchaseCall,
  type Receipt,
} from '@numroute/core';
import type { Parameters } from './good-client.ts';
import { GoodProvider } from './good-provider.ts';
import { type Exchange, exchange } from './good-wire.ts';
import { type Mutant, mutant, rejected } from './mutant.ts';

/** What is wrong where money moves. */
export const purchaseMutants: readonly Mutant[] = [
  mutant(
    'looks at the list once more before it buys',
    ['C10', 'purchase/one-request'],
    class extends GoodProvider {
      override async purchase(offer: Offer, call: PurchaseCall): Promise<Receipt> {
        await this.listOffers({ service: offer.service }, call);
        return super.purchase(offer, call);
      }
    },
  ),
  mutant(
    'buys again where no reply came',
    ['C12', 'purchase/reset-after-the-charge'],
    class extends GoodProvider {
      override async purchase(offer: Offer, call: PurchaseCall): Promise<Receipt> {
        return super.purchase(offer, call).catch((error: unknown) => {
          if (NumrouteError.is(error, 'OUTCOME_UNKNOWN')) return super.purchase(offer, call);
          throw error;
        });
      }
    },
  ),
  mutant(
    'buys again after a 503, as HTTP libraries do',
    ['C13', 'purchase/http-503-before-the-charge'],
    class extends GoodProvider {
      protected override async send(url: URL, signal?: AbortSignal): Promise<Exchange> {
        const first = await super.send(url, signal);
        return first.kind === 'reply' && first.reply.status === 503 ? super.send(url, signal) : first;
      }
    },
  ),
  mutant(
    'follows redirects',
    ['C11', 'purchase/redirect'],
    class extends GoodProvider {
      protected override async send(url: URL, signal?: AbortSignal): Promise<Exchange> {
        return follow(await super.send(url, signal), url, (next) => super.send(next, signal));
      }
    },
  ),
  mutant(
    'follows redirects of reads alone',
    ['C11', 'offers/redirect'],
    class extends GoodProvider {
      protected override async send(url: URL, signal?: AbortSignal): Promise<Exchange> {
        const result = await super.send(url, signal);
        return signal ? follow(result, url, (next) => super.send(next, signal)) : result;
      }
    },
  ),
  mutant(
    'takes silence for a vendor that was not reached',
    ['C12', 'purchase/timeout-after-the-charge'],
    class extends GoodProvider {
      protected override conclude(result: Exchange, offer: Offer): Receipt {
        return super.conclude(result.kind === 'no-reply' ? { kind: 'not-sent' } : result, offer);
      }
    },
  ),
  mutant(
    'takes 5xx for a refusal',
    ['C12', 'purchase/http-500-after-the-charge'],
    class extends GoodProvider {
      protected override conclude(result: Exchange, offer: Offer): Receipt {
        if (result.kind === 'reply' && result.reply.status >= 500) throw this.unavailable();
        return super.conclude(result, offer);
      }
    },
  ),
  mutant(
    'takes an empty reply for a refusal',
    ['C12', 'purchase/empty-reply-after-the-charge'],
    class extends GoodProvider {
      protected override conclude(result: Exchange, offer: Offer): Receipt {
        if (result.kind === 'reply' && result.reply.text === '') throw rejected();
        return super.conclude(result, offer);
      }
    },
  ),
  mutant(
    'takes garbage for a refusal',
    ['C13', 'purchase/garbage-before-the-charge'],
    class extends GoodProvider {
      protected override conclude(result: Exchange, offer: Offer): Receipt {
        if (result.kind === 'reply' && !this.parse(result.reply)) throw rejected();
        return super.conclude(result, offer);
      }
    },
  ),
  mutant(
    'takes any JSON without an order for a refusal',
    ['C13', 'purchase/meaningless-replies'],
    class extends GoodProvider {
      protected override conclude(result: Exchange, offer: Offer): Receipt {
        const fields = result.kind === 'reply' ? this.parse(result.reply) : undefined;
        if (fields && !fields['orders'] && fields['error'] === undefined) throw rejected();
        return super.conclude(result, offer);
      }
    },
  ),
  mutant(
    'does not say for which offer the outcome is unknown',
    ['C12', 'purchase/unknown-is-marked'],
    class extends GoodProvider {
      protected override unknown(): NumrouteError {
        return new NumrouteError('OUTCOME_UNKNOWN', 'plain: lost.', {});
      }
    },
  ),
  mutant(
    'does not know a purchase that never left',
    ['C14', 'purchase/never-left'],
    class extends GoodProvider {
      protected override conclude(result: Exchange, offer: Offer): Receipt {
        return super.conclude(result.kind === 'not-sent' ? { kind: 'no-reply' } : result, offer);
      }
    },
  ),
  mutant(
    'calls an empty purse an empty shelf',
    ['C15', 'purchase/no-funds'],
    class extends GoodProvider {
      override async purchase(offer: Offer, call: PurchaseCall): Promise<Receipt> {
        return super.purchase(offer, call).catch((error: unknown) => {
          throw NumrouteError.is(error, 'INSUFFICIENT_FUNDS')
            ? new NumrouteError('OUT_OF_STOCK', 'plain: none left.', {})
            : error;
        });
      }
    },
  ),
  mutant(
    'keeps the limit to itself',
    ['C16', 'purchase/above-the-limit'],
    class extends GoodProvider {
      protected override describePurchase(offer: Offer, maxPrice: Money): Parameters {
        const { service = '', country = '' } = super.describePurchase(offer, maxPrice);
        return { service, country };
      }
    },
  ),
  mutant(
    'rounds the limit up',
    ['C16', 'purchase/at-the-limit'],
    class extends GoodProvider {
      protected override describePurchase(offer: Offer, maxPrice: Money): Parameters {
        const cents = Math.ceil(Number(maxPrice.amount) * 100) / 100;
        return super.describePurchase(offer, money(cents, maxPrice.currency));
      }
    },
  ),
  mutant(
    'leaves the plus away',
    ['C17', 'purchase/receipt'],
    class extends GoodProvider {
      protected override conclude(result: Exchange, offer: Offer): Receipt {
        const receipt = super.conclude(result, offer);
        return { ...receipt, phone: String(receipt.phone).slice(1) };
      }
    },
  ),
  mutant(
    'drops a sale that tells no phone',
    ['C17', 'purchase/no-phone'],
    class extends GoodProvider {
      protected override conclude(result: Exchange, offer: Offer): Receipt {
        const receipt = super.conclude(result, offer);
        if (receipt.phone === undefined) throw this.unknown(offer);
        return receipt;
      }
    },
  ),
  mutant(
    'makes up a phone where none was told',
    ['C17', 'purchase/no-phone'],
    class extends GoodProvider {
      protected override conclude(result: Exchange, offer: Offer): Receipt {
        return { phone: '', ...super.conclude(result, offer) };
      }
    },
  ),
  mutant(
    'calls the quoted price the one that was charged',
    ['C17', 'purchase/receipt-of-a-dearer-one'],
    class extends GoodProvider {
      protected override conclude(result: Exchange, offer: Offer): Receipt {
        return { ...super.conclude(result, offer), price: offer.price };
      }
    },
  ),
  mutant(
    'buys the same thing in any country',
    ['C17', 'purchase/what-was-offered'],
    class extends GoodProvider {
      protected override describePurchase(offer: Offer, maxPrice: Money): Parameters {
        return { ...super.describePurchase(offer, maxPrice), country: 'EE' };
      }
    },
  ),
  mutant(
    'remembers only the last offer',
    ['C17', 'purchase/at-the-same-time'],
    class extends GoodProvider {
      #last: Offer | undefined;
      override async purchase(offer: Offer, call: PurchaseCall): Promise<Receipt> {
        this.#last = offer;
        await Promise.resolve();
        return super.purchase(this.#last, call);
      }
    },
  ),
  mutant(
    'drops the second order of a request',
    ['C18', 'purchase/surplus'],
    class extends GoodProvider {
      protected override conclude(result: Exchange, offer: Offer): Receipt {
        const { surplus: _surplus, ...receipt } = super.conclude(result, offer);
        return receipt;
      }
    },
  ),
  mutant(
    'buys for other providers, too',
    ['C19', 'purchase/foreign-offer-1'],
    class extends GoodProvider {
      protected override readHandle(offer: Offer): readonly [string, string] {
        return super.readHandle({ ...offer, provider: this.manifest.id });
      }
    },
  ),
  mutant(
    'guesses what a strange handle means',
    ['C19', 'purchase/foreign-offer-2'],
    class extends GoodProvider {
      protected override readHandle({ service, country }: Offer): readonly [string, string] {
        return [service, country];
      }
    },
  ),
  mutant(
    'hangs up when the buyer leaves',
    ['C37', 'purchase/aborted-after-it-left'],
    class extends GoodProvider {
      override async purchase(offer: Offer, call: PurchaseCall): Promise<Receipt> {
        this.begin(call);
        const url = this.url('buy', this.describePurchase(offer, call.maxPrice));
        const result = await this.send(url, call.signal);
        call.signal.throwIfAborted();
        return this.conclude(result, offer);
      }
    },
  ),
  mutant(
    'reads as long as somebody sends',
    ['C39', 'purchase/endless-reply'],
    class extends GoodProvider {
      protected override send(url: URL): Promise<Exchange> {
        return exchange(url, { timeoutMs: this.settings.timeoutMs, maxBytes: Number.POSITIVE_INFINITY });
      }
    },
  ),
];

async function follow(result: Exchange, from: URL, send: (url: URL) => Promise<Exchange>): Promise<Exchange> {
  if (result.kind !== 'reply' || result.reply.location === undefined) return result;
  const next = new URL(result.reply.location, from);
  for (const [name, value] of from.searchParams) next.searchParams.set(name, value);
  return send(next);
}
