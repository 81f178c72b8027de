import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Api } from './api.ts';
import { useSpeech } from './languages.ts';
import { OpenBoard } from './open-board.tsx';
import { ProblemNote } from './problem-note.tsx';
import type { Account } from './resources.ts';
import { useLoaded } from './use-loaded.ts';

interface BoardProps {
  readonly api: Api;
  readonly onLeave: () => void;
  readonly onSpeak: (tag: string) => void;
}

const AGAIN_MS = 5_000;

/** Nothing is shown before it is known who looks; a gateway that is away is asked until it is back. */
export function Board({ api, onLeave, onSpeak }: BoardProps): JSX.Element {
  const { words } = useSpeech();
  const account = useLoaded<Account>(api, 'account');
  const { problem, reload } = account;
  useEffect(() => {
    if (!problem) return;
    const timer = setTimeout(reload, AGAIN_MS);
    return () => clearTimeout(timer);
  }, [problem, reload]);

  if (account.value) {
    return <OpenBoard api={api} account={account.value} onLeave={onLeave} onSpeak={onSpeak} />;
  }
  return (
    <main class="sign-in">
      <h1 class="wordmark">numroute</h1>
      {problem ? (
        <ProblemNote problem={problem}>
          <button type="button" onClick={reload}>
            {words.refresh}
          </button>
          <button type="button" class="quiet" onClick={onLeave}>
            {words.forget}
          </button>
        </ProblemNote>
      ) : (
        <p class="muted" role="status">
          {words.loading}
        </p>
      )}
    </main>
  );
}
