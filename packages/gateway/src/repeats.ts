import { hash } from 'node:crypto';
import { type Clock, NumrouteError } from '@numroute/core';
import { type Bought, isBought, type Ticket } from './desk.ts';

/** Gives the same purchase for the same key. */
export type Send = (key: string) => Promise<Bought>;

/** A purchase whose answer may not have reached its client. */
interface Pending {
  readonly buyer: string;
  readonly slot: string;
  /** Asks for it once more; what is settled costs nothing to ask for. */
  readonly ask: (send: Send) => Promise<Bought>;
  /** It was answered by an earlier run, so somebody may know its number. */
  readonly isMaybeHeard: boolean;
  /** While it is under way everybody who asks waits for the same. */
  underWay: Promise<Bought> | undefined;
  ticket: Ticket | undefined;
  /** Nobody waits for its answer: the next one who asks the same question gets it. */
  isFree: boolean;
  /** Since when it is settled. */
  since: number;
}

export interface RepeatOptions {
  readonly windowMs: number;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly find: (number: number) => Promise<Ticket | undefined>;
  /** Nobody came for it in time, so nobody knows its number. */
  readonly onAbandoned: (ticket: Bought) => void;
}

/** What is the same question: one client, one service, one country. */
export interface Question {
  readonly buyer: string;
  readonly service: string;
  readonly country: string | undefined;
}

const MARK = 'repeatable';

/**
 * Old clients ask again when no answer came, and their wire has no key to say so. This gives the
 * second question the first one's order, and never takes a number from a client that heard it.
 */
export class Repeats {
  readonly #options: RepeatOptions;
  readonly #slots = new Map<string, Set<Pending>>();
  readonly #byNumber = new Map<number, Pending>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(options: RepeatOptions) {
    this.#options = options;
  }

  async buy(question: Question, heard: Promise<boolean>, send: Send): Promise<Bought> {
    const slot = slotOf(question);
    const pending = this.#waitingFor(slot) ?? this.#open(question.buyer, slot, send);
    pending.isFree = false;
    pending.underWay ??= pending.ask(send);
    const outcome = pending.underWay;
    this.#follow(pending, outcome, heard);
    return await outcome;
  }

  /** What waits for this client to ask again, as far as it is bought. */
  waiting(buyer: string): readonly Bought[] {
    const found: Bought[] = [];
    for (const slot of this.#slots.values()) {
      for (const { buyer: owner, isFree, ticket } of slot) {
        if (owner === buyer && isFree && ticket && isBought(ticket)) found.push(ticket);
      }
    }
    return found;
  }

  /** The client knows this order's number, so its answer was heard. */
  named(number: number): void {
    const known = this.#byNumber.get(number);
    if (known) this.#close(known);
  }

  /** Purchases of an earlier run: the journal does not know whether their answers were heard. */
  restore(tickets: Iterable<Ticket>): void {
    for (const ticket of tickets) {
      const slot = slotOfKey(ticket.key);
      if (slot === undefined || !isUseful(ticket)) continue;
      const isMaybeHeard = isBought(ticket);
      const pending: Pending = {
        buyer: ticket.buyer,
        slot,
        ask: (send) => this.#askAgain(ticket.number, slot, send),
        isMaybeHeard,
        underWay: undefined,
        ticket,
        isFree: true,
        since: isMaybeHeard ? ticket.boughtAt : this.#options.clock.now(),
      };
      if (this.#isLate(pending)) continue;
      this.#put(pending);
      this.#expire(pending);
    }
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#slots.clear();
    this.#byNumber.clear();
  }

  #waitingFor(slot: string): Pending | undefined {
    return [...(this.#slots.get(slot) ?? [])].find(
      (one) => one.isFree && (one.underWay || !this.#isLate(one)),
    );
  }

  #open(buyer: string, slot: string, send: Send): Pending {
    const key = `${slot}/${this.#options.newId()}`;
    const pending: Pending = {
      buyer,
      slot,
      // The first asker's words: under one key no other want may be sent.
      ask: () => send(key),
      isMaybeHeard: false,
      underWay: undefined,
      ticket: undefined,
      isFree: false,
      since: 0,
    };
    this.#put(pending);
    return pending;
  }

  /** What has become of a purchase of an earlier run; a new one where it was none. */
  async #askAgain(number: number, slot: string, send: Send): Promise<Bought> {
    const ticket = await this.#options.find(number);
    if (ticket && isBought(ticket)) return ticket;
    if (ticket?.state === 'none') return await send(`${slot}/${this.#options.newId()}`);
    throw new NumrouteError('OUTCOME_UNKNOWN', 'An earlier purchase is not settled yet.', {});
  }

  #follow(pending: Pending, outcome: Promise<Bought>, heard: Promise<boolean>): void {
    const over = outcome
      .then(
        (ticket) => {
          pending.ticket = ticket;
          this.#byNumber.set(ticket.number, pending);
          return 'bought' as const;
        },
        (error: unknown) => {
          if (NumrouteError.is(error) && !error.moneyMayHaveMoved) return 'nothing' as const;
          return 'doubt' as const;
        },
      )
      .then((how) => {
        pending.underWay = undefined;
        pending.since = this.#options.clock.now();
        if (how === 'nothing') this.#close(pending);
        // "It may have been bought" is no answer to rest on, heard or not.
        if (how === 'doubt') this.#setFree(pending);
        return how;
      });
    heard.then(async (wasHeard) => {
      // There is an answer to be had before the purchase is over.
      if (!wasHeard) this.#setFree(pending);
      const how = await over;
      if (wasHeard && how === 'bought') this.#close(pending);
      else if (pending.isFree) this.#expire(pending);
    });
  }

  #setFree(pending: Pending): void {
    pending.isFree = true;
    pending.since = this.#options.clock.now();
  }

  #isLate({ since }: Pending): boolean {
    return this.#options.clock.now() - since > this.#options.windowMs;
  }

  #expire(pending: Pending): void {
    const { windowMs, clock } = this.#options;
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        const isHere = this.#slots.get(pending.slot)?.has(pending) === true;
        if (!isHere || !pending.isFree || pending.underWay) return;
        // Timers and clocks differ by a little.
        if (!this.#isLate(pending)) {
          this.#expire(pending);
          return;
        }
        this.#close(pending);
        this.#giveUp(pending).catch(() => undefined);
      },
      Math.max(1, pending.since + windowMs - clock.now() + 1),
    );
    timer.unref();
    this.#timers.add(timer);
  }

  async #giveUp({ ticket, isMaybeHeard }: Pending): Promise<void> {
    const latest = ticket && !isMaybeHeard ? await this.#options.find(ticket.number) : undefined;
    if (latest && isBought(latest) && isUseful(latest)) this.#options.onAbandoned(latest);
  }

  #put(pending: Pending): void {
    const slot = this.#slots.get(pending.slot);
    if (slot) slot.add(pending);
    else this.#slots.set(pending.slot, new Set([pending]));
    if (pending.ticket) this.#byNumber.set(pending.ticket.number, pending);
  }

  #close(pending: Pending): void {
    const slot = this.#slots.get(pending.slot);
    slot?.delete(pending);
    if (slot?.size === 0) this.#slots.delete(pending.slot);
    if (pending.ticket) this.#byNumber.delete(pending.ticket.number);
  }
}

/** With a code it was heard of, or nobody could have asked for the code; one that ended is of no use. */
function isUseful({ state, order }: Ticket): boolean {
  return state === 'doubt' || (order?.status === 'open' && order.messages.length === 0);
}

/** Hashed, so that whatever a vendor calls a service fits into a journal's key. */
function slotOf({ buyer, service, country }: Question): string {
  const digest = hash('sha256', JSON.stringify([service, country]), 'base64url');
  return `${buyer}/${MARK}/${digest.slice(0, 22)}`;
}

/** The slot is in the key, so that the journal alone can tell it. */
function slotOfKey(key: string): string | undefined {
  const parts = key.split('/');
  return parts.length === 4 && parts[1] === MARK ? parts.slice(0, 3).join('/') : undefined;
}
