import { useCallback, useEffect, useState } from 'preact/hooks';
import { type Api, problemOf } from './api.ts';
import type { Problem, VendorRecord } from './resources.ts';

export interface Records {
  /** In the order in which they were read. */
  readonly read: readonly VendorRecord[];
  /** Of the last that could not be read. */
  readonly problem?: Problem;
  /** Whether there are more to come. */
  readonly isLoading: boolean;
  readonly reload: () => void;
}

type Told = Omit<Records, 'reload'>;

/** What the purchases at each vendor have come to. One question after the other: each reads all of its past. */
export function useRecords(api: Api, vendors: readonly string[]): Records {
  const [told, setTold] = useState<Told>({ read: [], isLoading: true });
  const [round, setRound] = useState(0);
  const asked = vendors.join(' ');
  useEffect(() => {
    const stop = new AbortController();
    setTold({ read: [], isLoading: true });
    const readOne = async (id: string): Promise<void> => {
      try {
        const record = await api.get<VendorRecord>(`providers/${encodeURIComponent(id)}`, stop.signal);
        if (!stop.signal.aborted) setTold((was) => ({ ...was, read: [...was.read, record] }));
      } catch (error) {
        const problem = problemOf(error);
        if (!stop.signal.aborted && problem) setTold((was) => ({ ...was, problem }));
      }
    };
    const readAll = async (): Promise<void> => {
      for (const id of asked === '' ? [] : asked.split(' ')) {
        if (stop.signal.aborted) return;
        await readOne(id);
      }
      if (!stop.signal.aborted) setTold((was) => ({ ...was, isLoading: asked === '' }));
    };
    readAll();
    return () => stop.abort();
  }, [api, asked, round]);
  return { ...told, reload: useCallback(() => setRound((was) => was + 1), []) };
}
