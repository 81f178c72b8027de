import type { AttemptEvent } from '@numroute/journal';
import type { Appends } from './append.ts';

type Intent = Extract<AttemptEvent, { kind: 'intent' }>;

/** The server may still be at it so long after the connection broke. */
const GIVEN_UP_MS = 120_000;
const AGAIN_MS = 2_000;

/**
 * Intents whose write was not answered: nothing was sent for them, and they may be in the journal all the same,
 * where they would keep their account shut.
 */
export class Unanswered {
  readonly #appends: Appends;
  readonly #find: (attempt: string) => Promise<string | undefined>;
  readonly #intents = new Map<string, { readonly intent: Intent; readonly since: number }>();
  #timer: NodeJS.Timeout | undefined;

  /** @param find The state of an attempt. */
  constructor(appends: Appends, find: (attempt: string) => Promise<string | undefined>) {
    this.#appends = appends;
    this.#find = find;
  }

  add(intent: Intent): void {
    this.#intents.set(intent.attempt, { intent, since: performance.now() });
    this.#again();
  }

  /**
   * Says of those at one account, if they are there, that nothing was bought.
   *
   * @throws {NumrouteError} UNAVAILABLE
   */
  async settle(provider?: string): Promise<void> {
    for (const { intent, since } of [...this.#intents.values()]) {
      if (provider !== undefined && intent.offer.provider !== provider) continue;
      const { attempt, at, by } = intent;
      const state = await this.#find(attempt);
      const told = 'its intent was not acknowledged to the process that wrote it, so nothing was sent';
      const said = { attempt, at, by, ...(intent.up && { up: intent.up }) };
      if (state === 'sending')
        await this.#appends.append({ ...said, kind: 'refused', code: 'UNAVAILABLE', message: told });
      // Another owner took it for a purchase that may have been made.
      if (state === 'unknown') await this.#appends.append({ ...said, kind: 'absent', evidence: told });
      if (state !== undefined || performance.now() - since > GIVEN_UP_MS) this.#intents.delete(attempt);
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#intents.clear();
  }

  #again(): void {
    clearTimeout(this.#timer);
    if (this.#intents.size === 0) return;
    this.#timer = setTimeout(() => {
      this.settle()
        .catch(() => undefined)
        .finally(() => this.#again());
    }, AGAIN_MS).unref();
  }
}
