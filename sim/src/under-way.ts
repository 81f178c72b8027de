import type { AttemptEvent, JournalEntry } from '@numroute/journal';

/** When purchases were under way, by the clock that cannot be set. */
export class UnderWay {
  readonly #spans = new Map<string, { readonly provider: string; readonly from: number; to: number }>();

  /** The journal took an event. */
  written({ kind }: AttemptEvent, { id, offer: { provider } }: JournalEntry, now: number): void {
    const span = this.#spans.get(id);
    if (kind === 'intent') this.#spans.set(id, { provider, from: now, to: Number.POSITIVE_INFINITY });
    else if (span) span.to = Math.min(span.to, now);
  }

  /** Whether one purchase at the provider was under way all the time. */
  covers(provider: string, from: number, to: number): boolean {
    return [...this.#spans.values()].some(
      (span) => span.provider === provider && span.from <= from && span.to >= to,
    );
  }
}
