import type { Clock } from '@numroute/core';
import type { Logger } from 'pino';
import type { OrderStep, Orders } from '../orders/orders.ts';

/** Orders of one client that are told side by side; of one order the steps go one after the other. */
const AT_ONCE = 4;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** An older step that is not heard is given up. */
const OLDEST_MS = 24 * 3_600_000;
const SAVE_MS = 1_000;
/** Of more orders it is written down less often. */
const MANY = 5_000;
const SAVE_MANY_MS = 30_000;
/** A purchase that is written down is heard of so much later at most. */
const LOOK_BACK_MS = 600_000;
/** An order that is over, and whose money is where it will stay, is forgotten after so long. */
const SETTLED_MS = 900_000;
const FORGOTTEN_MS = 24 * 3_600_000;
const FINAL = ['none', 'seen'];

/** How far one client's webhook has come. */
export interface OutboxState {
  /** Orders with something that it has not heard. */
  readonly waiting: number;
  /** Of those, the ones that were tried and not heard. */
  readonly failing: number;
  /** Steps that were given up in this run, because nobody heard them for a day. */
  readonly givenUp: number;
  /** Milliseconds since 1970. */
  readonly lastHeardAt?: number;
  readonly lastProblem?: string;
}

interface OutboxOptions {
  readonly client: string;
  readonly orders: Pick<Orders, 'past' | 'readNotes' | 'steps' | 'writeNote'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** @returns What was wrong; undefined: it was heard. */
  readonly send: (step: OrderStep) => Promise<string | undefined>;
}

/** What of a webhook outlives a restart: how many steps of each order were told. The steps are the journal's. */
interface Saved {
  /** What came before it is not told. */
  readonly from: number;
  readonly savedAt: number;
  readonly told: readonly (readonly [number: number, steps: number])[];
}

/** Told of an order of which nobody has counted the steps yet. */
const UNCOUNTED = -1;

/** Tells one client's webhook what becomes of its orders, each step at least once, those of one order in turn. */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #told = new Map<number, number>();
  readonly #waiting = new Set<number>();
  readonly #busy = new Set<number>();
  readonly #retries = new Map<number, { tries: number; timer: NodeJS.Timeout | undefined }>();
  #from: number;
  #givenUp = 0;
  #lastHeardAt: number | undefined;
  #lastProblem: string | undefined;
  #saving: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#from = options.clock.now();
  }

  get state(): OutboxState {
    return {
      waiting: new Set([...this.#waiting, ...this.#busy, ...this.#retries.keys()]).size,
      failing: this.#retries.size,
      givenUp: this.#givenUp,
      ...(this.#lastHeardAt !== undefined && { lastHeardAt: this.#lastHeardAt }),
      ...(this.#lastProblem !== undefined && { lastProblem: this.#lastProblem }),
    };
  }

  /** Goes on where an earlier run ended, whatever it had not told. */
  async resume(): Promise<void> {
    const { client, orders } = this.#options;
    const text = (await orders.readNotes(this.#note)).get(this.#note);
    if (text === undefined) {
      // So that a crash right after it was set does not begin anew, and later.
      await this.#save();
      return;
    }
    const { from, savedAt, told } = JSON.parse(text) as Saved;
    this.#from = from;
    for (const [number, steps] of told)
      this.#told.set(number, Math.max(steps, this.#told.get(number) ?? UNCOUNTED));
    const sentSince = Math.max(savedAt - LOOK_BACK_MS, 0);
    const recent = await orders.past({ buyer: client, sentSince, most: Number.POSITIVE_INFINITY });
    for (const number of [...this.#told.keys(), ...recent.map((record) => record.number)])
      this.noticed(number);
  }

  /** Something may have become of an order. */
  noticed(number: number): void {
    if (this.#isClosed) return;
    if (!this.#told.has(number)) {
      this.#told.set(number, UNCOUNTED);
      this.#saveSoon();
    }
    this.#waiting.add(number);
    this.#pump();
  }

  /** Nothing more is sent. What was not told is told by the next run. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { timer } of this.#retries.values()) clearTimeout(timer);
    clearTimeout(this.#saving);
    await this.#save();
  }

  /** Its client has no webhook any more. */
  async forget(): Promise<void> {
    await this.close();
    await this.#options.orders.writeNote(this.#note, undefined);
  }

  get #note(): string {
    return `webhook/${this.#options.client}`;
  }

  #pump(): void {
    for (const number of this.#waiting) {
      if (this.#isClosed || this.#busy.size >= AT_ONCE) return;
      if (this.#busy.has(number)) continue;
      this.#waiting.delete(number);
      // One that was not heard waits for its turn, and then tells all.
      if (this.#retries.get(number)?.timer) continue;
      this.#busy.add(number);
      this.#tellOrder(number)
        // The journal cannot be read now.
        .catch(() => this.#tryLater(number))
        .finally(() => {
          this.#busy.delete(number);
          // Others have their turn: after a restart there may be many to look at.
          setImmediate(() => this.#pump());
        });
    }
  }

  async #tellOrder(number: number): Promise<void> {
    const { orders, clock, send } = this.#options;
    const steps = await orders.steps(number);
    let told = this.#told.get(number) ?? UNCOUNTED;
    if (told === UNCOUNTED) told = steps.filter(({ at }) => at < this.#from).length;
    this.#set(number, told);
    for (const step of steps.slice(told)) {
      if (this.#isClosed) return;
      const problem = await send(step);
      if (problem === undefined) this.#lastHeardAt = clock.now();
      else {
        this.#lastProblem = problem;
        if (clock.now() - step.at < OLDEST_MS) {
          this.#tryLater(number);
          return;
        }
        this.#giveUp(step, problem);
      }
      this.#retries.delete(number);
      told += 1;
      this.#set(number, told);
    }
    const record = steps.at(-1)?.record;
    const overForMs =
      record?.order && record.order.status !== 'open' && record.order.status !== 'delivered'
        ? clock.now() - record.changedAt
        : 0;
    if (overForMs > FORGOTTEN_MS || (overForMs > SETTLED_MS && FINAL.includes(record?.refund ?? ''))) {
      this.#told.delete(number);
      this.#saveSoon();
    }
  }

  #set(number: number, told: number): void {
    if (this.#told.get(number) === told) return;
    this.#told.set(number, told);
    this.#saveSoon();
  }

  #tryLater(number: number): void {
    if (this.#isClosed) return;
    const tries = this.#retries.get(number)?.tries ?? 0;
    const timer = setTimeout(
      () => {
        this.#retries.set(number, { tries: tries + 1, timer: undefined });
        this.#waiting.add(number);
        this.#pump();
      },
      Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS),
    );
    timer.unref();
    this.#retries.set(number, { tries: tries + 1, timer });
  }

  #giveUp({ number, nth, type }: OrderStep, problem: string): void {
    this.#givenUp += 1;
    const { client, log } = this.#options;
    log.error(
      { client, order: number, step: nth, type, problem },
      'a webhook was not heard for a day, and is given up',
    );
  }

  #saveSoon(): void {
    if (this.#isClosed) return;
    this.#saving ??= setTimeout(
      () => {
        this.#saving = undefined;
        this.#save().catch(() => this.#saveSoon());
      },
      this.#told.size > MANY ? SAVE_MANY_MS : SAVE_MS,
    ).unref();
  }

  async #save(): Promise<void> {
    const { orders, clock } = this.#options;
    const saved: Saved = { from: this.#from, savedAt: clock.now(), told: [...this.#told] };
    await orders.writeNote(this.#note, JSON.stringify(saved));
  }
}
