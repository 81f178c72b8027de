import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { duration } from '../printing/format.ts';
import type { Finding } from './finding.ts';

/** Node tells of every response here, whatever program part asked. */
const CHANNEL = 'http.client.response.finish';
/** A `Date` header has whole seconds, and may have been under way. */
const OFF_MS = 10_000;

/** Holds the `Date` headers of whatever is answered meanwhile against this machine's clock. */
export class ClockWatch implements Disposable {
  /** By how much each is ahead of this machine, in milliseconds. */
  readonly #ahead: number[] = [];
  readonly #hear = (message: unknown): void => {
    const { response } = message as { readonly response: IncomingMessage };
    const date = Date.parse(response.headers.date ?? '');
    if (!Number.isNaN(date)) this.#ahead.push(date + 500 - Date.now());
  };

  constructor() {
    subscribe(CHANNEL, this.#hear);
  }

  [Symbol.dispose](): void {
    unsubscribe(CHANNEL, this.#hear);
  }

  /** Undefined where nobody told the time. One vendor that agrees is enough: another one's clock may be wrong. */
  finding(): Finding | undefined {
    const [nearest] = this.#ahead.toSorted((a, b) => Math.abs(a) - Math.abs(b));
    if (nearest === undefined) return undefined;
    const off = Math.abs(nearest);
    if (off <= OFF_MS)
      return { status: 'ok', check: 'clock', message: "this machine's clock is right by the vendors'" };
    const message = `this machine's clock is ${duration(off)} ${nearest > 0 ? 'behind' : 'ahead of'} the vendors'`;
    const fix = 'set it (timedatectl set-ntp true): budgets and the ends of orders are counted by it';
    return { status: 'warn', check: 'clock', message, fix };
  }
}
