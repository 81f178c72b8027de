import { type Clock, type Money, type NumberFault, NumrouteError, type Query } from '@numroute/core';
import { withClientErrors } from '../clients/client-errors.ts';
import { Listeners } from '../orders/listeners.ts';
import { type Bought, isBought, type OrderRecord, type Orders, type PastFilter } from '../orders/orders.ts';
import { recentRecords } from '../orders/recent-records.ts';
import type { Catalogue } from './catalogue.ts';
import type { Client } from './client.ts';
import { Codes } from './codes.ts';
import type { PriceList } from './price-list.ts';
import { Purchases } from './purchases.ts';

/** The shop as one client knows it: its prices, its budget, its orders and nobody else's. */
export class ClientShop {
  readonly purchases: Purchases;
  readonly codes: Codes;
  readonly #orders: Orders;
  readonly #catalogue: Catalogue;
  readonly #clock: Clock;
  readonly #listeners = new Listeners<OrderRecord>();
  #client: Client;

  /** @param onCodeEnd Told when no further number is bought for a code, and whether it came. */
  constructor(
    client: Client,
    orders: Orders,
    catalogue: Catalogue,
    clock: Clock,
    onCodeEnd: (hasCode: boolean) => void,
  ) {
    this.#client = client;
    const current = (): Client => this.#client;
    this.purchases = new Purchases(current, orders, catalogue);
    this.codes = new Codes(current, orders, this.purchases, clock, onCodeEnd);
    this.#orders = orders;
    this.#catalogue = catalogue;
    this.#clock = clock;
  }

  /** Something was written about one of the client's purchases. */
  changed(record: OrderRecord): void {
    this.client.budget.note(record);
    this.codes.changed(record);
    this.#listeners.tell(record);
  }

  /** Told each change of the client's orders, until the returned function is called. */
  onChange(listener: (record: OrderRecord) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** The amount in this currency; undefined without a rate. */
  convert(amount: Money, currency: string): Money | undefined {
    return this.#orders.convert(amount, currency);
  }

  /** As its settings are now. */
  get client(): Client {
    return this.#client;
  }

  /** From here on it buys, pays and sees by these settings. What is under way goes on. */
  change(client: Client): void {
    this.#client = client;
  }

  /** Nothing more is bought here, and what is searched for is given up. */
  async close(): Promise<void> {
    this.purchases.close();
    await this.codes.close();
  }

  /** What answers a query, at the client's prices. @param tiers Every price, or the cheapest of each service in each country. */
  async offers(query: Query, currency: string, tiers: boolean): Promise<PriceList> {
    return await this.#catalogue.list(this.client.viewIn(currency, tiers), query);
  }

  /** @throws {NumrouteError} UNKNOWN_ORDER Also for somebody else's. */
  async record(id: string): Promise<OrderRecord> {
    const number = /^[1-9]\d{0,9}$/.test(id) ? Number(id) : 0;
    const record = number > 0 ? await this.#orders.find(number) : undefined;
    if (record?.buyer === this.client.id) return record;
    throw new NumrouteError('UNKNOWN_ORDER', 'There is no such order.', { id });
  }

  /** @throws {NumrouteError} UNKNOWN_ORDER Also where no number was bought. */
  async find(id: string): Promise<Bought> {
    const record = await this.record(id);
    if (isBought(record)) return record;
    throw new NumrouteError('UNKNOWN_ORDER', 'There is no such order.', { id });
  }

  /**
   * Asks the vendor once.
   *
   * @param fault What is wrong with the number, where that is why.
   * @throws {NumrouteError} UNKNOWN_ORDER, WRONG_STATE, or what the vendor answered.
   */
  async cancel(id: string, fault?: NumberFault): Promise<Bought> {
    const record = await this.find(id);
    const order = await withClientErrors(this.#orders.cancel(record, fault && { fault }));
    return { ...record, order };
  }

  /**
   * Cancels, and goes on asking the vendor until the order is over. A refusal for now is no error: the order
   * is still open then.
   *
   * @throws {NumrouteError} As `cancel`, but for a refusal.
   */
  async giveUp(id: string): Promise<Bought> {
    const record = await this.find(id);
    try {
      return { ...record, order: await withClientErrors(this.#orders.cancel(record, { insist: true })) };
    } catch (error) {
      if (NumrouteError.is(error, 'WRONG_STATE') && !error.details.final) return await this.find(id);
      throw error;
    }
  }

  /** Says that its code was used. @throws {NumrouteError} UNKNOWN_ORDER, WRONG_STATE, or what the vendor answered. */
  async finish(id: string): Promise<Bought> {
    const record = await this.find(id);
    const order = await withClientErrors(this.#orders.finish(record));
    if (order.status === 'finished' || order.messages.length > 0) return { ...record, order };
    // Over without a code: a yes would say that the code was used, and paid for.
    throw new NumrouteError('WRONG_STATE', `The order is ${order.status}, there is nothing to finish.`, {});
  }

  /** @throws {NumrouteError} UNKNOWN_ORDER, WRONG_STATE, UNSUPPORTED, or what the vendor answered. */
  async requestAnotherSms(id: string): Promise<Bought> {
    const record = await this.find(id);
    return { ...record, order: await withClientErrors(this.#orders.requestAnotherSms(record)) };
  }

  /** What is paid and not over, or in doubt; the newest last. */
  async listOpen(): Promise<readonly OrderRecord[]> {
    return await this.#orders.list({ buyer: this.client.id, open: true });
  }

  /** Those that the filter names, which for anybody but an operator are its own. */
  async listPast(filter: PastFilter): Promise<readonly OrderRecord[]> {
    const { id, isOperator } = this.client;
    return await this.#orders.past(isOperator ? filter : { ...filter, buyer: id });
  }

  /** Of all that was bought, the newest last. */
  async listRecent(limit: number): Promise<readonly OrderRecord[]> {
    return await recentRecords(this.#orders, this.client.id, limit, this.#clock);
  }
}
