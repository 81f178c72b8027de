import type { JournalEntry } from '@numroute/journal';

/** Tells whoever watches an attempt of all that is written about it, whoever writes. */
export interface Changes {
  on(attempt: string, tell: (entry: JournalEntry) => void): () => void;
  /** To be told of every entry that changes. */
  changed(entry: JournalEntry): void;
}

export function createChanges(): Changes {
  const watchers = new Map<string, Set<(entry: JournalEntry) => void>>();
  return {
    on: (attempt, tell) => {
      const own = watchers.get(attempt) ?? new Set();
      watchers.set(attempt, own.add(tell));
      return () => {
        own.delete(tell);
        if (own.size === 0 && watchers.get(attempt) === own) watchers.delete(attempt);
      };
    },
    changed: (entry) => {
      for (const tell of watchers.get(entry.id) ?? []) tell(entry);
    },
  };
}
