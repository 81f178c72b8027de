import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { type Clock, NumrouteError } from '@numroute/core';
import { type Bought, isBought, type OrderRecord } from '../orders/orders.ts';
import { type PurchaseRequest, slotOf, slotOfKey } from './repeat-key.ts';

/** Gives the same purchase for the same key. */
export type Send = (key: string) => Promise<Bought>;

/** A purchase whose answer may not have reached its client. */
interface Pending {
  readonly buyer: string;
  readonly slot: string;
  /** It was answered by an earlier run, so somebody may know its number. */
  readonly isMaybeHeard: boolean;
  key: string;
  /** The first asker's words: under one key no other want may be sent. Absent: an earlier run sent it. */
  send: Send | undefined;
  /** While it is under way everybody who asks waits for the same. */
  underWay: Promise<Bought> | undefined;
  /** As it is now. */
  record: OrderRecord | undefined;
  /** Nobody waits for its answer: the next one who sends the same request gets it. */
  isFree: boolean;
  /**
   * When the window began: with the last answer that named the order, or with the first that could not.
   * Asking again for an order in doubt does not begin it anew, so that nobody is kept waiting for ever.
   */
  since: number | undefined;
  timer: NodeJS.Timeout | undefined;
}

interface RepeatOptions {
  readonly windowMs: number;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Nobody came for it in time, so nobody knows its number. */
  readonly onAbandoned: (record: Bought) => void;
}

/** A request waits so long for the connection of the same request just before it to close. */
const CLOSE_GRACE_MS = 100;

/**
 * Old clients ask again when no answer came, and their wire has no key to say so. This gives the
 * second request the first one's order, and never takes a number from a client that heard it.
 */
export class Repeats {
  readonly #options: RepeatOptions;
  readonly #slots = new Map<string, Set<Pending>>();
  readonly #byKey = new Map<string, Pending>();
  readonly #byNumber = new Map<number, Pending>();

  constructor(options: RepeatOptions) {
    this.#options = options;
  }

  async buy(request: PurchaseRequest, heard: Promise<boolean>, send: Send): Promise<Bought> {
    const slot = slotOf(request);
    // Who hangs up and asks again does so on two connections, and the close may come last.
    if (!this.#waitingFor(slot) && this.#slots.has(slot)) await pause(CLOSE_GRACE_MS);
    const pending = this.#waitingFor(slot) ?? this.#open(request.buyer, slot, send);
    pending.isFree = false;
    pending.underWay ??= this.#ask(pending, send);
    const outcome = pending.underWay;
    this.#follow(pending, outcome, heard);
    return await outcome;
  }

  /** What waits for this client to ask again, as far as it is bought. */
  waiting(buyer: string): readonly Bought[] {
    const found: Bought[] = [];
    for (const slot of this.#slots.values()) {
      for (const { buyer: owner, isFree, record } of slot) {
        if (owner === buyer && isFree && record && isBought(record)) found.push(record);
      }
    }
    return found;
  }

  /** The client knows this order's number, so its answer was heard. */
  named(number: number): void {
    const known = this.#byNumber.get(number);
    if (known) this.#close(known);
  }

  /**
   * What has become of a purchase. The request of one that ended, or whose order will never be named,
   * is free again: the next to send it buys. One that is found too late is given up.
   */
  learn(record: OrderRecord): void {
    const pending = this.#byKey.get(record.key);
    // Of the attempts under one key only the latest can be live; an earlier one's refund is no news here.
    if (!pending || (pending.record?.number ?? 0) > record.number) return;
    this.#take(pending, record);
    if (pending.underWay || record.state === 'doubt') return;
    if (this.#isForsaken(pending)) this.#giveUp(pending);
    else if (isSpent(record)) this.#close(pending);
  }

  /** Purchases of an earlier run: the journal does not know whether their answers were heard. */
  restore(records: Iterable<OrderRecord>): void {
    for (const record of records) {
      const slot = slotOfKey(record.key);
      if (slot === undefined || !isUseful(record)) continue;
      const isMaybeHeard = isBought(record);
      const pending: Pending = {
        buyer: record.buyer,
        slot,
        isMaybeHeard,
        key: record.key,
        send: undefined,
        underWay: undefined,
        record,
        isFree: true,
        since: isMaybeHeard ? record.boughtAt : this.#options.clock.now(),
        timer: undefined,
      };
      if (this.#isLate(pending)) continue;
      this.#put(pending);
      this.#expire(pending);
    }
  }

  close(): void {
    for (const { timer } of this.#byKey.values()) clearTimeout(timer);
    this.#slots.clear();
    this.#byKey.clear();
    this.#byNumber.clear();
  }

  #waitingFor(slot: string): Pending | undefined {
    return [...(this.#slots.get(slot) ?? [])].find(
      (one) => one.isFree && (one.underWay || !this.#isLate(one)),
    );
  }

  #open(buyer: string, slot: string, send: Send): Pending {
    const pending: Pending = {
      buyer,
      slot,
      isMaybeHeard: false,
      key: this.#newKey(slot),
      send,
      underWay: undefined,
      record: undefined,
      isFree: false,
      since: undefined,
      timer: undefined,
    };
    this.#put(pending);
    return pending;
  }

  #newKey(slot: string): string {
    return `${slot}/${this.#options.newId()}`;
  }

  /** What is settled costs nothing to ask for. */
  async #ask(pending: Pending, send: Send): Promise<Bought> {
    const { record } = pending;
    if (!pending.send) {
      if (record && isBought(record)) return record;
      if (record?.state !== 'none') {
        throw new NumrouteError('OUTCOME_UNKNOWN', 'An earlier purchase is not settled yet.', {});
      }
      // Nothing was bought. From here on it is this run's, so that it is not proven absent twice.
      this.#byKey.delete(pending.key);
      pending.key = this.#newKey(pending.slot);
      this.#byKey.set(pending.key, pending);
      pending.send = send;
    }
    return await pending.send(pending.key);
  }

  #follow(pending: Pending, outcome: Promise<Bought>, heard: Promise<boolean>): void {
    const over = outcome
      .then(
        (record) => {
          this.#take(pending, record);
          return 'bought' as const;
        },
        (error: unknown) => {
          if (NumrouteError.is(error) && !error.moneyMayHaveMoved) return 'nothing' as const;
          return 'doubt' as const;
        },
      )
      .then((how) => {
        pending.underWay = undefined;
        const now = this.#options.clock.now();
        pending.since = how === 'bought' ? now : (pending.since ?? now);
        if (how === 'nothing' || (pending.record && isSpent(pending.record))) this.#close(pending);
        // "It may have been bought" is no answer to rest on, heard or not.
        else if (how === 'doubt') pending.isFree = true;
        return how;
      });
    heard.then(async (wasHeard) => {
      // There is an answer to be had before the purchase is over.
      if (!wasHeard) pending.isFree = true;
      const how = await over;
      if (wasHeard && how === 'bought') this.#close(pending);
      else if (pending.isFree) this.#expire(pending);
    });
  }

  #take(pending: Pending, record: OrderRecord): void {
    pending.record = record;
    if (isBought(record) && this.#byKey.has(record.key)) this.#byNumber.set(record.number, pending);
  }

  #isLate({ since }: Pending): boolean {
    return since !== undefined && this.#options.clock.now() - since > this.#options.windowMs;
  }

  #expire(pending: Pending): void {
    const { windowMs, clock } = this.#options;
    clearTimeout(pending.timer);
    pending.timer = setTimeout(
      () => {
        const isHere = this.#slots.get(pending.slot)?.has(pending) === true;
        if (!isHere || !pending.isFree || pending.underWay) return;
        // Timers and clocks differ by a little.
        if (!this.#isLate(pending)) this.#expire(pending);
        else if (pending.record?.state === 'bought') this.#giveUp(pending);
        // It may still be found, and then nobody will know its number.
        else this.#forsake(pending);
      },
      Math.max(1, (pending.since ?? clock.now()) + windowMs - clock.now() + 1),
    );
    pending.timer.unref();
  }

  #giveUp(pending: Pending): void {
    const { record, isMaybeHeard } = pending;
    this.#close(pending);
    if (record && isBought(record) && !isMaybeHeard && isUseful(record)) this.#options.onAbandoned(record);
  }

  #put(pending: Pending): void {
    const slot = this.#slots.get(pending.slot);
    if (slot) slot.add(pending);
    else this.#slots.set(pending.slot, new Set([pending]));
    this.#byKey.set(pending.key, pending);
    if (pending.record) this.#take(pending, pending.record);
  }

  /** Nobody is given it any more. */
  #forsake(pending: Pending): void {
    const slot = this.#slots.get(pending.slot);
    slot?.delete(pending);
    if (slot?.size === 0) this.#slots.delete(pending.slot);
  }

  #isForsaken(pending: Pending): boolean {
    return this.#slots.get(pending.slot)?.has(pending) !== true;
  }

  #close(pending: Pending): void {
    clearTimeout(pending.timer);
    this.#forsake(pending);
    this.#byKey.delete(pending.key);
    if (pending.record) this.#byNumber.delete(pending.record.number);
  }
}

/** And one turn more, in which everything that arrived meanwhile is seen, however busy we were. */
async function pause(ms: number): Promise<void> {
  await sleep(ms);
  await nextTurn();
  await nextTurn();
}

/**
 * Whether a client can still be given the order, now or once it is found. A code proves that somebody
 * knows the number; an order whose phone nobody can read is no answer.
 */
function isUseful({ state, order }: OrderRecord): boolean {
  return state === 'doubt' || (order?.status === 'open' && order.messages.length === 0 && order.phone !== '');
}

/** Whether money went, or may have gone, and no client will be given a number for it. */
const isSpent = (record: OrderRecord): boolean => record.state !== 'none' && !isUseful(record);
