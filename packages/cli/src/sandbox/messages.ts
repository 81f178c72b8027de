import type { World, WorldOrder } from '@numroute/testkit';
import { duration, exact } from '../printing/format.ts';
import type { SmsTime } from './behaviour.ts';
import type { Goods } from './stand-in.ts';

/** After the moment from which a late SMS is late. */
const LATE_MS = 3_000;

/** Consecutive multiples of it fall evenly between 0 and 1. */
const GOLDEN = 0.618_034;

/** Sends the SMS of a played vendor, and says what becomes of its orders. */
export class Messages {
  readonly #goods: readonly Goods[];
  readonly #sms: SmsTime | undefined;
  readonly #say: (line: string) => void;
  readonly #timers = new Set<NodeJS.Timeout>();
  /** How many were sold, by offer. */
  readonly #sold = new Map<Goods, number>();

  /** @param sms Absent: as the goods do. */
  constructor(goods: readonly Goods[], sms: SmsTime | undefined, say: (line: string) => void) {
    this.#goods = goods;
    this.#sms = sms;
    this.#say = say;
  }

  note(order: WorldOrder, world: World): void {
    const { id, status, service, country, phone, price, messages } = order;
    switch (status) {
      case 'open': {
        const afterMs = this.#timeOf(order, world);
        const when =
          afterMs === undefined
            ? 'no SMS will come'
            : `its SMS comes ${afterMs === 0 ? 'at once' : `in ${duration(afterMs)}`}`;
        this.#say(`order ${id} (${service}, ${country}) sold for ${exact(price)}: ${phone}; ${when}.`);
        if (afterMs !== undefined) this.#send(order, afterMs, world);
        return;
      }
      case 'delivered':
        this.#say(`order ${id} (${service}, ${country}) got an SMS with the code ${messages.at(-1)?.code}.`);
        return;
      default:
        this.#say(`order ${id} is ${status}.`);
    }
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  /** Undefined: none comes. */
  #timeOf(order: WorldOrder, { cancelAfterMs, lifetimeMs }: World): number | undefined {
    if (this.#sms === 'never') return undefined;
    if (this.#sms === 'late') return (cancelAfterMs > 0 ? cancelAfterMs : lifetimeMs) + LATE_MS;
    if (this.#sms !== undefined) return this.#sms;
    const goods = this.#goods.find(
      (one) => one.service === order.service && one.country === order.country && one.pool === order.pool,
    );
    if (!goods?.luck) return undefined;
    const nth = (this.#sold.get(goods) ?? 0) + 1;
    this.#sold.set(goods, nth);
    return (nth * GOLDEN) % 1 < goods.luck.share ? goods.luck.afterMs : undefined;
  }

  #send({ id, service }: WorldOrder, afterMs: number, world: World): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      const code = 10_000 + ((Number(id) * 7_919) % 90_000);
      const isHeard = world.receiveSms(id, `Your ${service} code: ${code}`);
      if (!isHeard) this.#say(`order ${id} was over when its SMS came.`);
    }, afterMs);
    this.#timers.add(timer);
  }
}
