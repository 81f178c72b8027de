import { useState } from 'preact/hooks';
import { type Api, problemOf } from './api.ts';
import type { AddedClient, Client, NewClient, Problem } from './resources.ts';
import { type Loaded, useLoaded } from './use-loaded.ts';

interface Clients {
  readonly listed: Loaded<{ readonly clients: readonly Client[] }>;
  /** Who was added last, with the token that is shown this once. */
  readonly added: AddedClient | undefined;
  readonly problem: Problem | undefined;
  readonly isBusy: boolean;
  /** True: it was added. */
  readonly add: (client: NewClient) => Promise<boolean>;
  readonly revoke: (id: string) => Promise<boolean>;
  /** The token is not shown any more. */
  readonly putAway: () => void;
}

const AGAIN_MS = 30_000;

/** Who may use the gateway, and how an operator changes that. */
export function useClients(api: Api): Clients {
  const listed = useLoaded<{ readonly clients: readonly Client[] }>(api, 'clients', AGAIN_MS);
  const [added, setAdded] = useState<AddedClient>();
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);

  const change = async (work: () => Promise<void>): Promise<boolean> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
      return true;
    } catch (error) {
      setProblem(problemOf(error));
      return false;
    } finally {
      setBusy(false);
      // Also after a failure: the answer may be what was lost.
      listed.reload();
    }
  };
  return {
    ...{ listed, added, problem, isBusy },
    add: (client) => change(async () => setAdded(await api.add<AddedClient>('clients', client))),
    revoke: (id) =>
      change(async () => {
        await api.remove(`clients/${encodeURIComponent(id)}`);
        setAdded((was) => (was?.client.id === id ? undefined : was));
      }),
    putAway: () => setAdded(undefined),
  };
}
