import type { OrderReport } from '@numroute/core';
import { saidBy } from './messages.ts';

const MOST = 10_000;

/**
 * What the wire promises and a shop does not tell: which orders wait for one more SMS, and which
 * `orderId` was used. Bounded; what is forgotten first is the oldest.
 */
export class Memory {
  readonly #retries = new Map<string, { readonly old: string; readonly count: number }>();
  readonly #used = new Map<string, true>();
  readonly #asked = new Map<string, { readonly key: string; readonly id: string }>();

  /** From now on the messages that the order has are old. */
  wait(key: string, report: OrderReport): void {
    const old = saidBy(report.messages) ?? '';
    remember(this.#retries, nameOf(key, report.id), { old, count: report.messages.length });
  }

  /**
   * The old code, while nothing newer has come.
   *
   * @param isRow The report is a row of a list, which may be older than what is remembered: it is read by
   *   what is remembered, and changes nothing of it.
   */
  waited(key: string, report: OrderReport, isRow: boolean): string | undefined {
    const name = nameOf(key, report.id);
    const retry = this.#retries.get(name);
    const value = saidBy(report.messages);
    if (report.status === 'open') {
      const old = value ?? retry?.old;
      // A shop that shows only the newest message starts again from none.
      if (retry && !isRow && report.messages.length < retry.count) {
        this.#retries.set(name, { old: retry.old, count: report.messages.length });
      }
      return old;
    }
    if (!retry) return undefined;
    const isOld = report.messages.length <= retry.count && (value ?? retry.old) === retry.old;
    if (report.status === 'delivered' && isOld) return retry.old;
    if (!isRow) this.#retries.delete(name);
    return undefined;
  }

  /** False if it was used before. */
  use(key: string, orderId: string): boolean {
    const name = nameOf(key, orderId);
    if (this.#used.has(name)) return false;
    remember(this.#used, name, true);
    return true;
  }

  /** Somebody asked for the order, or wished something of it. */
  note(key: string, id: string): void {
    remember(this.#asked, nameOf(key, id), { key, id });
  }

  /** What was asked for with this key: a shop does not tell which orders it had. */
  noted(key: string): readonly string[] {
    return [...this.#asked.values()].flatMap((one) => (one.key === key ? [one.id] : []));
  }

  /** Nothing was bought under it. */
  release(key: string, orderId: string): void {
    this.#used.delete(nameOf(key, orderId));
  }
}

function nameOf(key: string, id: string): string {
  return JSON.stringify([key, id]);
}

function remember<T>(map: Map<string, T>, name: string, value: T): void {
  map.delete(name);
  map.set(name, value);
  const oldest = map.size > MOST ? map.keys().next().value : undefined;
  if (oldest !== undefined) map.delete(oldest);
}
