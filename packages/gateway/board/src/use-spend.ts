import { useEffect, useState } from 'preact/hooks';
import { type Api, problemOf } from './api.ts';
import type { Money, Problem, SpendRow } from './resources.ts';

/** What one vendor, service or client cost, in each currency that it cost anything. */
export interface Spent {
  readonly group: string;
  readonly today: readonly Money[];
  readonly month: readonly Money[];
  /** This month's numbers that do not wait for a first code any more, and those of them that one came to. */
  readonly over: number;
  readonly codes: number;
}

export type SpendBy = 'provider' | 'service' | 'client';

export interface Spend {
  readonly by: Partial<Readonly<Record<SpendBy, readonly Spent[]>>>;
  readonly problem?: Problem;
}

/** Of today and this month where the reader is. One question after the other: each reads all of its span. */
export function useSpend(api: Api, isOperator: boolean): Spend {
  const [spend, setSpend] = useState<Spend>({ by: {} });
  useEffect(() => {
    const stop = new AbortController();
    const read = async (): Promise<void> => {
      const now = new Date();
      const today = new Date(now.getFullYear(), now.getMonth(), now.getDate());
      const month = new Date(now.getFullYear(), now.getMonth());
      for (const by of isOperator ? (['provider', 'service', 'client'] as const) : (['service'] as const)) {
        const ofMonth = await rowsSince(api, by, month, stop.signal);
        const ofToday = await rowsSince(api, by, today, stop.signal);
        const groups = [...new Set(ofMonth.map(({ group = '' }) => group))];
        const netOf = (rows: readonly SpendRow[], group: string): readonly Money[] =>
          rows.filter((row) => row.group === group).map(({ net }) => net);
        const all = groups.map((group) => ({
          group,
          today: netOf(ofToday, group),
          month: netOf(ofMonth, group),
          over: sumOf(ofMonth, group, 'over'),
          codes: sumOf(ofMonth, group, 'codes'),
        }));
        if (!stop.signal.aborted) setSpend((was) => ({ by: { ...was.by, [by]: all } }));
      }
    };
    read().catch((error: unknown) => {
      if (stop.signal.aborted) return;
      const problem = problemOf(error);
      if (problem) setSpend((was) => ({ ...was, problem }));
    });
    return () => stop.abort();
  }, [api, isOperator]);
  return spend;
}

function sumOf(rows: readonly SpendRow[], group: string, what: 'over' | 'codes'): number {
  return rows.filter((row) => row.group === group).reduce((sum, row) => sum + row[what], 0);
}

async function rowsSince(
  api: Api,
  by: SpendBy,
  since: Date,
  signal: AbortSignal,
): Promise<readonly SpendRow[]> {
  const query = new URLSearchParams({ by, since: since.toISOString() });
  return (await api.get<{ readonly rows: readonly SpendRow[] }>(`spend?${query}`, signal)).rows;
}
