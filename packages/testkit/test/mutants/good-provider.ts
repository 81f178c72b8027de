import {
  type Call,
  codeOf,
  findCountry,
  isClosed,
  type Manifest,
  type Message,
  type Money,
  money,
  NumrouteError,
  type Offer,
  type OrderReport,
  type Period,
  type Provider,
  type PurchaseCall,
  parseDecimal,
  type Query,
  type Receipt,
} from '@numroute/core';
import { type Fields, GoodClient, type Parameters } from './good-client.ts';
import type { Exchange } from './good-wire.ts';

/**
 * Keeps every promise of the contract without any help of ours, so that each of its mutants can
 * break one of them: whatever a mutant needs to get wrong is a method to override.
 */
export class GoodProvider extends GoodClient implements Provider {
  readonly manifest: Manifest = this.describe();

  protected describe(): Manifest {
    return Object.freeze({
      id: 'plain',
      apiVersion: 1,
      limits: Object.freeze({ requests: 10, perMs: 1000, concurrent: 2 }),
      traits: Object.freeze({ priceGuard: true, stock: 'exact', refundsOnCancel: true }),
      timing: Object.freeze({ pollMs: 1000 }),
    });
  }

  async listOffers(query: Query, call: Call): Promise<readonly Offer[]> {
    const { service, country } = query;
    const wanted = { ...(service && { service }), ...(country && { country }) };
    const { offers } = await this.ask('offers', call, wanted);
    if (!Array.isArray(offers)) throw this.unreadable();
    return offers.map((row: Fields) => this.readOffer(row));
  }

  protected readOffer(row: Fields): Offer {
    const { service, country, price, stock } = row;
    const known = typeof service === 'string' && typeof country === 'string' && typeof price === 'string';
    if (!known || !parseDecimal(price) || !findCountry(country)) throw this.unreadable();
    return {
      provider: this.manifest.id,
      service,
      country,
      price: this.amount(price),
      stock: Number.isSafeInteger(stock) ? (stock as number) : null,
      handle: JSON.stringify([service, country]),
    };
  }

  protected amount(text: string): Money {
    return money(text, this.settings.currency);
  }

  async purchase(offer: Offer, call: PurchaseCall): Promise<Receipt> {
    this.begin(call);
    const url = this.url('buy', { ...this.describePurchase(offer, call.maxPrice), ...this.named(call) });
    return this.conclude(await this.send(url), offer);
  }

  protected named({ attempt }: PurchaseCall): Parameters {
    return attempt === undefined ? {} : { name: attempt };
  }

  protected describePurchase(offer: Offer, maxPrice: Money): Parameters {
    const [service, country] = this.readHandle(offer);
    return { service, country, max: maxPrice.amount };
  }

  protected readHandle({ provider, handle }: Offer): readonly [string, string] {
    const ours = provider === this.manifest.id && /^\["([^"]+)","([^"]+)"\]$/.exec(handle);
    if (!ours) throw NumrouteError.input('offer', 'an offer of this provider');
    return [ours[1] ?? '', ours[2] ?? ''];
  }

  protected conclude(result: Exchange, offer: Offer): Receipt {
    if (result.kind === 'not-sent') throw this.unavailable();
    if (result.kind === 'no-reply') throw this.unknown(offer);
    const fields = this.parse(result.reply);
    const refusal = this.refusalIn(fields);
    if (refusal) throw refusal;
    const orders = fields?.['ok'] === true ? fields['orders'] : undefined;
    if (!Array.isArray(orders)) throw this.unknown(offer);
    const [first, ...surplus] = this.readSale(orders, offer);
    if (!first) throw this.unknown(offer);
    return { ...first, ...(surplus.length > 0 && { surplus }) };
  }

  /** A sale that cannot be read is a sale. */
  protected readSale(orders: readonly unknown[], offer: Offer): readonly OrderReport[] {
    try {
      return orders.map((order) => this.readOrder(order));
    } catch {
      throw this.unknown(offer);
    }
  }

  protected unknown(offer: Offer): NumrouteError {
    return new NumrouteError('OUTCOME_UNKNOWN', 'plain: the purchase may have been charged.', { offer });
  }

  protected readOrder(order: unknown): OrderReport {
    const { id, phone, price, state, refunded, messages, since, until, cancelFrom } = (order ?? {}) as Fields;
    if (typeof id !== 'string' || !Array.isArray(messages)) throw this.unreadable();
    const known = typeof phone === 'string' ? this.readPhone(phone) : undefined;
    const times = {
      orderedAt: typeof since === 'string' ? this.officeTime(since) : undefined,
      expiresAt: this.time(until),
      cancelAfter: this.time(cancelFrom),
    };
    const report = {
      id,
      messages: messages.map((row: Fields) => this.readRow(row)),
      ...(known !== undefined && { phone: known }),
      ...(typeof price === 'string' && parseDecimal(price) && { price: this.amount(price) }),
      ...Object.fromEntries(Object.entries(times).filter(([, time]) => Number.isFinite(time))),
    };
    return { ...report, status: this.statusOf(state, refunded === true, messages.length) };
  }

  protected readPhone(phone: string): string | undefined {
    return /^\+\d{5,20}$/.test(phone) ? phone : undefined;
  }

  /** The vendor tells most of its times in seconds since 1970. */
  protected time(seconds: unknown): number | undefined {
    return typeof seconds === 'number' ? seconds * 1000 : undefined;
  }

  /** `2026-01-01 00:00:00`, as the clock in Greenwich shows it. */
  protected officeTime(text: string): number | undefined {
    return Date.parse(`${text.replace(' ', 'T')}Z`);
  }

  protected statusOf(state: unknown, refunded: boolean, messages: number): OrderReport['status'] {
    if (state === 'closed') return this.closedAs(refunded, messages);
    if (state === 'waiting') return 'open';
    if (state === 'received') return 'delivered';
    throw this.unreadable();
  }

  protected closedAs(refunded: boolean, messages: number): OrderReport['status'] {
    return refunded ? 'cancelled' : messages > 0 ? 'finished' : 'gone';
  }

  protected readRow({ text, at }: Fields): Message {
    if (typeof text !== 'string') throw this.unreadable();
    const receivedAt = this.time(at);
    return { ...this.readMessage(text), ...(receivedAt !== undefined && { receivedAt }) };
  }

  protected readMessage(text: string): Message {
    const code = codeOf({ text });
    return { text, ...(code !== undefined && { code }) };
  }

  protected async act(action: string, id: string, call: Call): Promise<OrderReport> {
    const report = this.readOrder((await this.ask(action, call, { id }))['order']);
    if (report.id !== id) throw this.unreadable();
    return report;
  }

  fetchOrder(id: string, call: Call): Promise<OrderReport> {
    return this.act('order', id, call);
  }

  cancelOrder(id: string, call: Call): Promise<OrderReport> {
    return this.act('cancel', id, call);
  }

  finishOrder(id: string, call: Call): Promise<OrderReport> {
    return this.act('finish', id, call);
  }

  requestAnotherSms(id: string, call: Call): Promise<OrderReport> {
    return this.act('again', id, call);
  }

  async listOpenOrders(call: Call): Promise<readonly OrderReport[]> {
    const { orders } = await this.ask('open', call);
    if (!Array.isArray(orders)) throw this.unreadable();
    return orders.map((order) => this.readOrder(order));
  }

  async findOrder(attempt: string, call: Call): Promise<OrderReport> {
    const { order } = await this.ask('find', call, { name: attempt });
    const { name } = (order ?? {}) as Fields;
    if (name !== attempt) throw this.unreadable();
    return this.readOrder(order);
  }

  async listHistory(period: Period, call: Call): Promise<readonly OrderReport[]> {
    const { orders } = await this.ask('history', call, this.within(period));
    if (!Array.isArray(orders)) throw this.unreadable();
    return this.readEnds(orders);
  }

  protected within({ from, to }: Period): Parameters {
    return { since: String(from), until: String(to) };
  }

  /** Those that are over. What an order that is not done costs was not charged. */
  protected readEnds(rows: readonly unknown[]): readonly OrderReport[] {
    return rows.flatMap((row) => {
      const { service, country } = (row ?? {}) as Fields;
      const { price, ...order } = this.readOrder(row);
      if (!isClosed(order.status)) return [];
      return {
        ...order,
        ...(order.status === 'finished' && price && { price }),
        ...(typeof service === 'string' && { service }),
        ...(typeof country === 'string' && { country }),
      };
    });
  }

  async fetchBalance(call: Call): Promise<Money> {
    const { balance } = await this.ask('balance', call);
    if (typeof balance !== 'string' || !parseDecimal(balance)) throw this.unreadable();
    return this.amount(balance);
  }
}
