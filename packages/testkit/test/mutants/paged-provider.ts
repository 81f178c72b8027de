import {
  type Call,
  decimalOf,
  formatDecimal,
  type Money,
  money,
  type Offer,
  type OrderReport,
  type Period,
  type Query,
} from '@numroute/core';
import type { Fields, Parameters } from './good-client.ts';
import { GoodProvider } from './good-provider.ts';
import { type Exchange, exchange } from './good-wire.ts';

/** As good, over a wire that pages its lists, counts in cents and takes its key in a header. */
export class PagedProvider extends GoodProvider {
  protected override url(action: string, parameters: Parameters): URL {
    const url = super.url(action, parameters);
    url.searchParams.delete('key');
    return url;
  }

  protected override send(url: URL, signal?: AbortSignal): Promise<Exchange> {
    const { timeoutMs } = this.settings;
    return exchange(url, { timeoutMs, bearer: this.reveal(), ...(signal && { signal }) });
  }

  /** Every page of a list, the later ones each in its turn. */
  protected async pages(
    action: string,
    call: Call,
    parameters: Parameters = {},
  ): Promise<readonly unknown[]> {
    const rows: unknown[] = [];
    const first = await this.ask(action, call, parameters);
    for (let page = first; ; ) {
      if (!Array.isArray(page['rows'])) throw this.unreadable();
      rows.push(...page['rows']);
      const cursor = page['next'];
      if (cursor === undefined) return rows;
      if (typeof cursor !== 'string') throw this.unreadable();
      page = await this.later(action, call, { ...parameters, cursor });
    }
  }

  protected later(action: string, call: Call, parameters: Parameters): Promise<Fields> {
    const ask = (): Promise<Fields> => this.ask(action, call, parameters);
    return call.turn ? call.turn(ask) : ask();
  }

  override async listOffers({ service, country }: Query, call: Call): Promise<readonly Offer[]> {
    const wanted = { ...(service && { service }), ...(country && { country }) };
    const rows = await this.pages('offers', call, wanted);
    return rows.map((row) => this.readOffer(priced(row as Fields)));
  }

  override async listOpenOrders(call: Call): Promise<readonly OrderReport[]> {
    return (await this.pages('open', call)).map((row) => this.readOrder(row));
  }

  override async listHistory(period: Period, call: Call): Promise<readonly OrderReport[]> {
    return this.readEnds(await this.pages('history', call, this.within(period)));
  }

  protected override readOrder(order: unknown): OrderReport {
    return super.readOrder(priced((order ?? {}) as Fields));
  }

  /** The texts of amounts are cents. */
  protected override amount(text: string): Money {
    return money(formatDecimal({ units: BigInt(text), scale: 2 }), this.settings.currency);
  }

  override async fetchBalance(call: Call): Promise<Money> {
    const { cents } = await this.ask('balance', call);
    if (typeof cents !== 'string' || !/^\d+$/.test(cents)) throw this.unreadable();
    return this.amount(cents);
  }

  protected override describePurchase(offer: Offer, maxPrice: Money): Parameters {
    return { ...super.describePurchase(offer, maxPrice), max: this.cap(maxPrice) };
  }

  /** Rounded down. */
  protected cap(maxPrice: Money): string {
    const { units, scale } = decimalOf(maxPrice);
    return String((units * 100n) / 10n ** BigInt(scale));
  }
}

/** A row with its cents where the other wire has its price; what are no cents is no price. */
const priced = ({ cents, ...row }: Fields): Fields => ({
  ...row,
  price: typeof cents === 'string' && /^\d+$/.test(cents) ? cents : undefined,
});
