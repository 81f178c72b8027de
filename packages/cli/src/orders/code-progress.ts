import { isClosed, type Order, type OrderRef } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { NumberInUse, RouterEvent } from '@numroute/router';
import type { App } from '../config/compose.ts';
import { type Io, painter, printEvent } from '../io.ts';
import { duration, exact, nameOf } from '../printing/format.ts';
import { printLines } from '../printing/lines.ts';
import { namesOf, orderJson } from '../printing/order-json.ts';
import { withoutName } from '../printing/silence.ts';
import { countryName } from '../printing/table.ts';
import { WaitingLine } from '../printing/waiting-line.ts';
import { refusalIn, refusalText } from './refusal.ts';

/** Tells a person what becomes of each number while a code is searched for, and knows what was bought. */
export class CodeProgress {
  readonly #io: Io;
  readonly #json: boolean;
  /** As the journal names them. */
  readonly #wants = new Set<string>();
  readonly #givenUp = new Set<string>();
  #app: App | undefined;
  #line: WaitingLine | undefined;

  constructor(io: Io, json: boolean) {
    this.#io = io;
    this.#json = json;
  }

  say(text: string): void {
    const print = (): void => printLines(this.#io, [text], this.#io.stderr);
    if (this.#line) this.#line.around(print);
    else print();
  }

  /** Tells a script what happens. */
  tell(event: string, document: object): void {
    if (this.#json) printEvent(this.#io, event, document);
  }

  /**
   * From now on numbers are bought.
   *
   * @param waitMs So long at most; undefined where somebody else writes to stderr meanwhile.
   */
  begin(app: App, waitMs: number | undefined): void {
    this.#app = app;
    if (waitMs !== undefined && !this.#json)
      this.#line = new WaitingLine(this.#io, 'Waiting for a code', waitMs);
  }

  /** Nothing more is bought. */
  end(): void {
    this.#line?.[Symbol.dispose]();
    this.#line = undefined;
  }

  readonly onEvent = (event: RouterEvent): void => {
    switch (event.type) {
      case 'purchase-started':
        if (event.want !== undefined) this.#wants.add(event.want);
        break;
      case 'purchase-failed': {
        const { offer, error } = event;
        const head = error.moneyMayHaveMoved ? offer.provider : `${offer.provider} sold no number`;
        this.say(`${head}: ${withoutName(offer.provider, error.message)}.`);
        break;
      }
      case 'service-silent':
        this.say(
          `No code came for the latest ${event.orders} numbers of ${event.service}, at several vendors: the service, or who asks it, may be to blame.`,
        );
        break;
      case 'number-given-up':
        this.#givenUp.add(event.attempt);
        this.#sayGivenUp(event.order, event.why, event.afterMs);
        this.tell('given-up', {
          ...namesOf(event.order),
          why: event.why,
          afterMs: Math.round(event.afterMs),
        });
        break;
      case 'order-changed': {
        const { order, attempt, want } = event;
        const isOurs = want !== undefined && this.#wants.has(want);
        if (isOurs && isClosed(order.status) && order.messages.length === 0 && !this.#givenUp.has(attempt))
          this.say(`Order ${nameOf(order)} is ${order.status} without a code.`);
        break;
      }
    }
  };

  async handedOut({ phone, order, nth, again }: NumberInUse, numbers: number): Promise<void> {
    const { paid, country } = order;
    const number = painter(this.#io, this.#io.stderr)('bold', phone);
    const used = again ? ' An earlier run may have put it in already.' : '';
    this.say(
      `Number ${nth} of at most ${numbers}: ${number} for ${exact(paid)}, ${countryName(country)} (order ${nameOf(order)}).${used}`,
    );
    if (this.#app && this.#json)
      this.tell('bought', { ...(await orderJson(this.#app.journal, order)), again, nth });
  }

  /** Everything that was bought for the code, by this run and by earlier ones of its key. */
  async attempts(known: readonly OrderRef[]): Promise<readonly JournalEntry[]> {
    const { journal } = this.#app ?? {};
    if (!journal) return [];
    for (const ref of known) {
      const entry = await journal.findOrder(ref);
      if (entry?.want !== undefined) this.#wants.add(entry.want);
    }
    const lists = await Promise.all([...this.#wants].map((want) => journal.list({ want })));
    return lists.flat().sort((one, other) => one.number - other.number);
  }

  #sayGivenUp(order: Order, why: 'late' | 'unfit', afterMs: number): void {
    const what = why === 'unfit' ? 'the service did not take it' : `no code in ${duration(afterMs)}`;
    const refusal = this.#app && refusalIn(order, { notBefore: 0 }, this.#app);
    const isLater = refusal?.isFinal || refusal?.from !== undefined;
    const later = this.#app && refusal && isLater ? ` ${refusalText(refusal, this.#app)}.` : '';
    this.say(`${order.phone} is given up: ${what}.${later}`);
  }
}
