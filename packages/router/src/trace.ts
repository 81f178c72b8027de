import type { JournalEntry } from '@numroute/journal';

/** Which purchase an event is about. */
export interface Trace {
  /** The attempt's id in the journal. */
  readonly attempt: string;
  /** The `buy` that it was made for; absent for what one request bought beyond what was wanted. */
  readonly want?: string;
}

export function traceOf({ id, want }: Pick<JournalEntry, 'id' | 'want'>): Trace {
  return { attempt: id, ...(want !== undefined && { want }) };
}
