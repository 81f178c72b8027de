import { type Clock, type Money, type NumberFault, NumrouteError, type Query } from '@numroute/core';
import { inClientsWords } from '../clients/words.ts';
import { type Bought, type Desk, isBought, type Ticket } from '../orders/desk.ts';
import { recentTickets } from '../orders/recent.ts';
import type { Catalogue } from './catalogue.ts';
import type { Client } from './client.ts';
import { Till } from './purchasing.ts';
import type { Shelf } from './shelf.ts';

/** The shop as one client knows it: its prices, its budget, its orders and nobody else's. */
export class Storefront {
  readonly client: Client;
  readonly till: Till;
  readonly #desk: Desk;
  readonly #catalogue: Catalogue;
  readonly #clock: Clock;

  constructor(client: Client, desk: Desk, catalogue: Catalogue, clock: Clock) {
    this.client = client;
    this.till = new Till(client, desk, catalogue);
    this.#desk = desk;
    this.#catalogue = catalogue;
    this.#clock = clock;
  }

  async offers(query: Query, currency: string, tiers: boolean): Promise<Shelf> {
    return await this.#catalogue.list(this.client.showcaseIn(currency, tiers), query);
  }

  /** @throws {NumrouteError} UNKNOWN_ORDER Also for somebody else's. */
  async ticket(id: string): Promise<Ticket> {
    const number = /^[1-9]\d{0,9}$/.test(id) ? Number(id) : 0;
    const ticket = number > 0 ? await this.#desk.find(number) : undefined;
    if (ticket?.buyer === this.client.id) return ticket;
    throw new NumrouteError('UNKNOWN_ORDER', 'There is no such order.', { id });
  }

  /** @throws {NumrouteError} UNKNOWN_ORDER Also where no number was bought. */
  async find(id: string): Promise<Bought> {
    const ticket = await this.ticket(id);
    if (isBought(ticket)) return ticket;
    throw new NumrouteError('UNKNOWN_ORDER', 'There is no such order.', { id });
  }

  /** @param fault What is wrong with the number, where that is why. */
  async cancel(id: string, fault?: NumberFault): Promise<Bought> {
    const ticket = await this.find(id);
    const order = await inClientsWords(this.#desk.cancel(ticket, fault && { fault }));
    return { ...ticket, order };
  }

  async finish(id: string): Promise<Bought> {
    const ticket = await this.find(id);
    const order = await inClientsWords(this.#desk.finish(ticket));
    if (order.status === 'finished' || order.messages.length > 0) return { ...ticket, order };
    // Over without a code: a yes would say that the code was used, and paid for.
    throw new NumrouteError('WRONG_STATE', `The order is ${order.status}, there is nothing to finish.`, {});
  }

  async requestAnotherSms(id: string): Promise<Bought> {
    const ticket = await this.find(id);
    return { ...ticket, order: await inClientsWords(this.#desk.requestAnotherSms(ticket)) };
  }

  /** What is paid and not over, or in doubt; the newest last. */
  async listOpen(): Promise<readonly Ticket[]> {
    return await this.#desk.list({ buyer: this.client.id, open: true });
  }

  async listRecent(limit: number): Promise<readonly Ticket[]> {
    return await recentTickets(this.#desk, this.client.id, limit, this.#clock);
  }

  priceOf({ cost }: Bought, currency: string): Money {
    return this.client.priceOf(cost, currency);
  }
}
