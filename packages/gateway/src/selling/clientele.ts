import { isDeepStrictEqual } from 'node:util';
import { type Clock, NumrouteError } from '@numroute/core';
import type { Logger } from 'pino';
import { type Candidate, checkClients } from '../clients/check-clients.ts';
import { type KeptClient, KeptClients } from '../clients/kept-clients.ts';
import type { ClientSettings } from '../clients/settings.ts';
import { Listeners } from '../orders/listeners.ts';
import type { OrderRecord, Orders } from '../orders/orders.ts';
import { type Client, createClient } from './client.ts';
import type { ClientShop } from './client-shop.ts';
import { countPast } from './count-past.ts';
import type { LeftOrders } from './left-orders.ts';

/** What has become of the clients of a gateway, by their ids. */
export interface ClientChanges {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** Somebody who holds a token now. */
export interface Member {
  readonly settings: ClientSettings;
  readonly shop: ClientShop;
}

/** A client whose spending is being counted. */
interface Coming {
  readonly client: Client;
  /** Its records that changed meanwhile: what was read of them is older. */
  readonly newer: Set<number>;
}

interface ClienteleOptions {
  readonly orders: Orders;
  readonly clock: Clock;
  readonly log: Logger;
  /** Hears of clients that are gone, and of those that came back. */
  readonly left: LeftOrders;
  readonly openShop: (client: Client) => ClientShop;
}

/**
 * Everybody who holds a token now: named in the settings, or added while the gateway runs and remembered by the
 * journal. No client is named by both.
 */
export class Clientele {
  readonly #orders: Orders;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #left: LeftOrders;
  readonly #openShop: (client: Client) => ClientShop;
  readonly #notes: KeptClients;
  #configured: readonly ClientSettings[] = [];
  #kept: ReadonlyMap<string, KeptClient> = new Map();
  readonly #members = new Map<string, Member>();
  readonly #byToken = new Map<string, ClientShop>();
  /** Of those who are no members any more: what they had under way may not be over. */
  readonly #former = new Map<string, Client>();
  readonly #coming = new Map<string, Coming>();
  readonly #cutOff = new Listeners<string>();
  readonly #changes = new Listeners<ClientChanges>();
  /** Changes are made one after the other. */
  #changing: Promise<unknown> = Promise.resolve();

  constructor({ orders, clock, log, left, openShop }: ClienteleOptions) {
    this.#orders = orders;
    this.#clock = clock;
    this.#log = log;
    this.#left = left;
    this.#openShop = openShop;
    this.#notes = new KeptClients(orders);
  }

  /** Whose token it is, by its hash. */
  shopOf(hash: string): ClientShop | undefined {
    return this.#byToken.get(hash);
  }

  get members(): readonly Member[] {
    return [...this.#members.values()];
  }

  get clients(): readonly Client[] {
    return [...this.#members.values()].map(({ shop }) => shop.client);
  }

  member(id: string): Member | undefined {
    return this.#members.get(id);
  }

  /** Those that were added while a gateway ran, also those that hold no token any more. */
  get kept(): ReadonlyMap<string, KeptClient> {
    return this.#kept;
  }

  /** Told what has changed, once it has. @returns Stops it. */
  onChange(listener: (changes: ClientChanges) => void): () => void {
    return this.#changes.add(listener);
  }

  /** Told the id of a client whose token is none any more. @returns Stops it. */
  onCutOff(listener: (id: string) => void): () => void {
    return this.#cutOff.add(listener);
  }

  /** Something was written about an order. */
  changed(record: OrderRecord): void {
    const coming = this.#coming.get(record.buyer);
    coming?.newer.add(record.number);
    coming?.client.budget.note(record);
    this.#members.get(record.buyer)?.shop.changed(record);
  }

  /**
   * Puts these in the place of those that the settings named before. Nothing changes where it throws.
   *
   * @throws {NumrouteError} INVALID_INPUT As `checkClients`; or one of them was added while the gateway ran.
   */
  async configure(configured: readonly ClientSettings[]): Promise<ClientChanges> {
    return await this.#inTurn(async () => {
      const kept = await this.#notes.read();
      for (const [nth, { id }] of configured.entries()) {
        const known = kept.get(id);
        if (!known || known.revokedAt !== undefined) continue;
        throw NumrouteError.input(
          `gateway.clients[${nth}].id`,
          `no client that was added while the gateway ran: take "${id}" out of the settings, or revoke it there before`,
        );
      }
      return await this.#establish(this.#checked(configured, kept), configured, kept, 'settings');
    });
  }

  /**
   * Takes a client in, changes it or lets it go, and remembers that for the next run.
   *
   * @param by Whose doing it is, for the log.
   * @param update What is to be kept of it, in the place of what is.
   * @throws {NumrouteError} INVALID_INPUT As `checkClients`, and what `update` throws: nothing has changed.
   */
  async keep(id: string, by: string, update: (known: KeptClient | undefined) => KeptClient): Promise<void> {
    await this.#inTurn(async () => {
      const kept = update(this.#kept.get(id));
      const all = new Map(this.#kept).set(id, kept);
      const wanted = this.#checked(this.#configured, all);
      // Who is to go goes at once, whatever the disk says; who is to come is remembered first.
      if (kept.revokedAt === undefined) await this.#notes.write(kept);
      await this.#establish(wanted, this.#configured, all, by);
      if (kept.revokedAt !== undefined) await this.#notes.write(kept);
    });
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#changing.then(work);
    this.#changing = turn.catch(() => undefined);
    return await turn;
  }

  async #establish(
    wanted: readonly Candidate[],
    configured: readonly ClientSettings[],
    kept: ReadonlyMap<string, KeptClient>,
    by: string,
  ): Promise<ClientChanges> {
    const fresh = wanted.filter(({ settings, earlier }) => !isDeepStrictEqual(settings, earlier));
    try {
      const clients: Client[] = [];
      for (const { settings } of fresh) clients.push(await this.#count(settings));
      // From here on nothing waits, so everybody is served by the old settings or by the new ones.
      this.#configured = configured;
      this.#kept = kept;
      for (const [nth, { settings }] of fresh.entries()) this.#seat(settings, clients[nth] as Client);
    } finally {
      this.#coming.clear();
    }
    const names = new Set(wanted.map(({ settings }) => settings.id));
    const removed = [...this.#members.keys()].filter((id) => !names.has(id));
    for (const id of removed) this.#unseat(id);
    this.#byToken.clear();
    for (const { settings, shop } of this.#members.values()) this.#byToken.set(settings.tokenHash, shop);
    const isNew = ({ earlier }: Candidate): boolean => earlier === undefined;
    const changes = {
      added: fresh.filter(isNew).map(({ settings }) => settings.id),
      changed: fresh.filter((one) => !isNew(one)).map(({ settings }) => settings.id),
      removed,
    };
    for (const [what, ids] of Object.entries(changes))
      for (const id of ids) this.#log.info({ client: id, by }, `a client was ${what}`);
    for (const id of changes.added) this.#left.comeBack(id);
    this.#changes.tell(changes);
    await this.#left.leave(removed);
    return changes;
  }

  #checked(
    configured: readonly ClientSettings[],
    kept: ReadonlyMap<string, KeptClient>,
  ): readonly Candidate[] {
    const names = new Set(configured.map(({ id }) => id));
    const added = [...kept.values()].filter(
      ({ settings, revokedAt }) => revokedAt === undefined && !names.has(settings.id),
    );
    const candidates = [
      ...configured.map((settings, nth) => ({ settings, place: `gateway.clients[${nth}]` })),
      ...added.map(({ settings }) => ({ settings, place: `clients.${settings.id}` })),
    ].map((one) => ({ ...one, earlier: this.#members.get(one.settings.id)?.settings }));
    checkClients(candidates, this.#orders);
    return candidates;
  }

  /** A client by these settings, with what it has spent. What is written meanwhile is counted, too. */
  async #count(settings: ClientSettings): Promise<Client> {
    const { id } = settings;
    const earlier = this.#members.get(id)?.shop.client ?? this.#former.get(id);
    const client = createClient(settings, this.#orders, this.#clock, earlier);
    const newer = new Set<number>();
    this.#coming.set(id, { client, newer });
    await countPast(client, this.#orders, newer);
    return client;
  }

  #seat(settings: ClientSettings, client: Client): void {
    const { id, tokenHash } = settings;
    const member = this.#members.get(id);
    const shop = member?.shop ?? this.#openShop(client);
    shop.change(client);
    this.#members.set(id, { settings, shop });
    if (member && member.settings.tokenHash !== tokenHash) this.#cutOff.tell(id);
  }

  #unseat(id: string): void {
    const member = this.#members.get(id);
    if (!member) return;
    this.#members.delete(id);
    this.#former.set(id, member.shop.client);
    this.#cutOff.tell(id);
    member.shop.close().catch(() => undefined);
  }
}
