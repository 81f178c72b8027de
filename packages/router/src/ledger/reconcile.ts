import type { LedgerPage } from './page.ts';
import {
  type AcceptedReading,
  type LedgerSources,
  mayPass,
  type ReadOptions,
  readLedger,
} from './read-ledger.ts';
import { solve, type Verdict } from './solve.ts';
import { decidedBy } from './times.ts';

export interface ReconcileOptions extends ReadOptions {
  /** Between readings that may tell something new. Default 60 s. */
  readonly everyMs?: number;
  /** Hears of every reading, those that decide nothing included, and of those that failed. */
  readonly onReading?: (news: ReadingNews) => void;
}

export type ReadingNews =
  | { readonly kind: 'read'; readonly accepted: AcceptedReading; readonly verdicts: readonly Verdict[] }
  | { readonly kind: 'unsteady' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** A decision and the evidence for it; `evidence` is absent where no reading could be had in time. */
export interface Reconciled {
  readonly verdict: Exclude<Verdict, { readonly verdict: 'undecided' }>;
  readonly evidence?: AcceptedReading;
}

const EVERY_MS = 60_000;

/**
 * Reads the ledger until it decides about one attempt, which takes as long as the vendor may take:
 * a charge shows at once, an absence after the settle time, a riddle ends in `disputed` after its
 * lifetime and refund lag. Undefined if the attempt is no riddle: somebody else decided it.
 *
 * @throws {NumrouteError} UNAUTHORIZED, UNSUPPORTED or CLOSED: no reading can be had. The signal's reason.
 */
export async function reconcile(
  sources: LedgerSources,
  id: string,
  options: ReconcileOptions,
): Promise<Reconciled | undefined> {
  const { signal, everyMs = EVERY_MS } = options;
  const { clock } = sources;
  for (;;) {
    const evidence = await tryToRead(sources, options);
    if (!evidence) {
      const { page } = await sources.snapshot();
      if (isOverdue(page, id, clock.now(), everyMs)) {
        return { verdict: { id, verdict: 'disputed', why: 'unread' } };
      }
      await clock.sleep(everyMs, signal);
      continue;
    }
    const verdicts = solve(evidence.page, evidence.reading);
    options.onReading?.({ kind: 'read', accepted: evidence, verdicts });
    const found = verdicts.find((one) => one.id === id);
    if (!found) return undefined;
    if (found.verdict !== 'undecided') return { verdict: found, evidence };
    const left = found.until - clock.now();
    await clock.sleep(left > 0 ? Math.min(left, everyMs) : everyMs, signal);
  }
}

async function tryToRead(
  sources: LedgerSources,
  options: ReconcileOptions,
): Promise<AcceptedReading | undefined> {
  try {
    const accepted = await readLedger(sources, options);
    if (!accepted) options.onReading?.({ kind: 'unsteady' });
    return accepted;
  } catch (error) {
    options.signal.throwIfAborted();
    if (!mayPass(error)) throw error;
    options.onReading?.({ kind: 'failed', error });
    return undefined;
  }
}

/** No reading for so long that none would clear it up: the evidence is missing for good. */
function isOverdue({ entries, timing }: LedgerPage, id: string, now: number, graceMs: number): boolean {
  const entry = entries.find((one) => one.id === id);
  return entry !== undefined && now >= decidedBy(entry, timing) + graceMs;
}
