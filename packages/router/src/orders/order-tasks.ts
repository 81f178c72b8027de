import { NumrouteError } from '@numroute/core';
import type { JournalEntry } from '@numroute/journal';
import type { Runtime } from '../account/runtime.ts';
import { traceOf } from '../events.ts';

type Kind = 'settle' | 'leave' | 'cancel' | 'finish' | 'revisit' | 'history';

/** What the router does about orders in the background: one task of a kind for an attempt. */
export class OrderTasks {
  readonly #runtime: Pick<Runtime, 'emit' | 'signal'>;
  readonly #tasks = new Map<string, Promise<JournalEntry>>();

  constructor(runtime: Pick<Runtime, 'emit' | 'signal'>) {
    this.#runtime = runtime;
  }

  /** The task that is under way for the attempt, or a new one. A failure is told as `poll-failed`, too. */
  run(kind: Kind, entry: JournalEntry, task: () => Promise<JournalEntry>): Promise<JournalEntry> {
    const { emit, signal } = this.#runtime;
    const name = `${kind} ${entry.id}`;
    const going = this.#tasks.get(name);
    if (going) return going;
    const begun = task().finally(() => this.#tasks.delete(name));
    begun.catch((thrown: unknown) => {
      if (signal.aborted) return;
      const { provider } = entry.offer;
      const ref = { provider, id: entry.order?.id ?? '' };
      emit({ type: 'poll-failed', ref, ...traceOf(entry), error: NumrouteError.from(thrown, provider) });
    });
    this.#tasks.set(name, begun);
    return begun;
  }

  /** As `run`, for a task whose end nobody waits for. */
  start(kind: Kind, entry: JournalEntry, task: () => Promise<JournalEntry>): void {
    this.run(kind, entry, task).catch(() => undefined);
  }

  /** Resolves when every task that is under way has ended. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#tasks.values());
  }
}
