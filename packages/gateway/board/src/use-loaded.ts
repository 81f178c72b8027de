import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type Api, problemOf } from './api.ts';
import type { Problem } from './resources.ts';

export interface Loaded<T> {
  /** The last that was told; kept while a newer one is under way or fails. */
  readonly value?: T;
  readonly at?: number;
  readonly problem?: Problem;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

interface State<T> {
  readonly path: string | undefined;
  readonly value?: T;
  readonly at?: number;
  readonly problem?: Problem;
  readonly isLoading: boolean;
}

/** Reads a path, and again every so often while the page is seen. An undefined path is not read. */
export function useLoaded<T>(api: Api, path: string | undefined, everyMs?: number): Loaded<T> {
  const [state, setState] = useState<State<T>>({ path, isLoading: path !== undefined });
  const running = useRef<AbortController>(undefined);

  const reload = useCallback(() => {
    running.current?.abort();
    if (path === undefined) return;
    const stop = new AbortController();
    running.current = stop;
    setState((was) => (was.path === path ? { ...was, isLoading: true } : { path, isLoading: true }));
    api.get<T>(path, stop.signal).then(
      (value) => {
        if (!stop.signal.aborted) setState({ path, value, at: Date.now(), isLoading: false });
      },
      (error: unknown) => {
        if (stop.signal.aborted) return;
        const problem = problemOf(error);
        setState((was) => ({ ...was, isLoading: false, ...(problem && { problem }) }));
      },
    );
  }, [api, path]);

  useEffect(() => {
    reload();
    return () => running.current?.abort();
  }, [reload]);

  useEffect(() => {
    if (everyMs === undefined) return;
    const again = (): void => {
      if (!document.hidden) reload();
    };
    const timer = setInterval(again, everyMs);
    document.addEventListener('visibilitychange', again);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', again);
    };
  }, [reload, everyMs]);

  // What another path said is not this one's.
  if (state.path !== path) return { isLoading: path !== undefined, reload };
  const { path: _, ...rest } = state;
  return { ...rest, reload };
}
