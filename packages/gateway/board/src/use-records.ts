import { useEffect, useState } from 'preact/hooks';
import { type Api, problemOf } from './api.ts';
import type { Problem, VendorRecord } from './resources.ts';

export interface Records {
  /** In the order in which they were read. */
  readonly read: readonly VendorRecord[];
  readonly problem?: Problem;
}

/** What the purchases at each vendor have come to. One question after the other: each reads all of its past. */
export function useRecords(api: Api, vendors: readonly string[]): Records {
  const [records, setRecords] = useState<Records>({ read: [] });
  const asked = vendors.join(' ');
  useEffect(() => {
    const stop = new AbortController();
    setRecords({ read: [] });
    const read = async (): Promise<void> => {
      for (const id of asked === '' ? [] : asked.split(' ')) {
        const record = await api.get<VendorRecord>(`providers/${encodeURIComponent(id)}`, stop.signal);
        if (!stop.signal.aborted) setRecords((was) => ({ ...was, read: [...was.read, record] }));
      }
    };
    read().catch((error: unknown) => {
      if (stop.signal.aborted) return;
      const problem = problemOf(error);
      if (problem) setRecords((was) => ({ ...was, problem }));
    });
    return () => stop.abort();
  }, [api, asked]);
  return records;
}
