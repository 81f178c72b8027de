import { codeOf, compareMoney, countedPrice, type Money, type Order } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Wish } from '../caller.ts';
import type { Sale } from '../counter.ts';
import type { CodeWish } from './wish.ts';

/** A number that nobody was handed by then should have been. */
const HANDED_OUT_MS = 30_000;

/** One want of a code, with all its attempts and whoever asks for it. */
export class Case {
  readonly wish: Wish;
  readonly terms: CodeWish;
  /** Under way in this run. */
  calls = 0;
  /** By the monotonic clock. */
  begunAt = 0;
  deadlineAt = 0;
  /** Handed out in this run. */
  readonly used = new Set<Sale>();
  /** In any run. */
  readonly everUsed = new Set<Sale>();
  /** As it was returned first. */
  got: string | undefined;
  readonly #entries = new Map<string, JournalEntry>();
  /** Open, with nobody who insists on its cancel: since then and until then, by the monotonic clock. */
  readonly #waits = new Map<string, { readonly from: number; until: number }>();
  /** Its vendor had promised the money back, and took its word back. */
  readonly #broken = new Set<string>();

  constructor(wish: Wish, terms: CodeWish) {
    this.wish = wish;
    this.terms = terms;
  }

  restarted(): void {
    this.calls = 0;
    this.used.clear();
  }

  /** Who comes while another asks under the same key waits for the same. */
  began(now: number): void {
    this.calls += 1;
    if (this.calls > 1) return;
    this.begunAt = now;
    this.deadlineAt = now + this.terms.deadlineMs;
  }

  get entries(): readonly JournalEntry[] {
    return [...this.#entries.values()];
  }

  entry(attempt: string): JournalEntry | undefined {
    return this.#entries.get(attempt);
  }

  entryOf({ provider, id, phone }: Order): JournalEntry | undefined {
    return this.entries.findLast(
      ({ order }) => order?.provider === provider && order.id === id && order.phone === phone,
    );
  }

  /** Every code that came to its numbers, as the journal knows. */
  get codes(): readonly string[] {
    return this.entries.flatMap(
      ({ order }) => order?.messages.flatMap((one) => codeOf(one) ?? one.text ?? []) ?? [],
    );
  }

  written(entry: JournalEntry, now: number): void {
    const before = this.#entries.get(entry.id);
    this.#entries.set(entry.id, entry);
    if (before?.money === 'due' && entry.money !== 'due') this.#broken.add(entry.id);
    const waits = this.#waits.get(entry.id);
    const isWaiting = entry.state === 'open' && !entry.cancel?.insist;
    if (isWaiting && !waits) this.#waits.set(entry.id, { from: now, until: Number.POSITIVE_INFINITY });
    if (!isWaiting && waits) waits.until = Math.min(waits.until, now);
  }

  /** What was agreed to of an attempt's cost: its vendor may break its word about price and refund. */
  agreedTo(entry: JournalEntry): Money | undefined {
    const { order, offer, maxPrice, charged, id } = entry;
    if (this.#broken.has(id) || isFree(entry)) return undefined;
    if (!order) return lesser(charged ?? maxPrice, maxPrice);
    return lesser(countedPrice(order), order.paidSource === 'vendor' ? maxPrice : offer.price);
  }

  /** Numbers that lived beside the call that ends now, and were handed to nobody. */
  unused(now: number, isUsed: (order: Order) => boolean): readonly Order[] {
    return this.entries.flatMap(({ id, order, cancel, maxPrice }) => {
      const waits = this.#waits.get(id);
      if (!waits || !order || order.messages.length > 0 || cancel?.unlike || isUsed(order)) return [];
      const isDear = order.paid.currency !== maxPrice.currency || compareMoney(order.paid, maxPrice) > 0;
      const beside = Math.min(waits.until, now, this.deadlineAt) - Math.max(waits.from, this.begunAt);
      return isDear || beside < HANDED_OUT_MS ? [] : [order];
    });
  }
}

/** What an attempt costs or may cost; undefined where nothing, or where its vendor has promised it back. */
export function countedOf(entry: JournalEntry): Money | undefined {
  if (isFree(entry)) return undefined;
  const { order, charged, maxPrice } = entry;
  return order ? countedPrice(order) : (charged ?? maxPrice);
}

const isFree = ({ money }: JournalEntry): boolean =>
  money === 'free' || money === 'returned' || money === 'due';

export const lesser = (one: Money, other: Money): Money =>
  one.currency === other.currency && compareMoney(one, other) < 0 ? one : other;
