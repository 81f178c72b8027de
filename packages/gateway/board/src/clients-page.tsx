import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { AddClient } from './add-client.tsx';
import type { Api } from './api.ts';
import { Apart, Digits } from './bidi.tsx';
import { ClientCard } from './client-card.tsx';
import { CopyButton } from './copy-button.tsx';
import { useSpeech } from './languages.ts';
import { BOARD_PLACE } from './place.ts';
import { ProblemNote } from './problem-note.tsx';
import type { Account, AddedClient } from './resources.ts';
import { RevokeDialog } from './revoke-dialog.tsx';
import { useClients } from './use-clients.ts';

interface ClientsPageProps {
  readonly api: Api;
  readonly account: Account;
}

/** For operators: who may use the gateway, what each has left, and whether its webhook hears. */
export function ClientsPage({ api, account }: ClientsPageProps): JSX.Element {
  const { words } = useSpeech();
  const { listed, added, problem, isBusy, add, revoke, putAway } = useClients(api);
  const [leaving, setLeaving] = useState<string>();
  const [said, setSaid] = useState('');
  const title = useRef<HTMLHeadingElement>(null);
  const toTitle = (): void => title.current?.focus({ preventScroll: true });
  // Whoever followed the link goes on from here.
  useEffect(toTitle, []);
  return (
    <section aria-labelledby="clients-title">
      <p>
        <a href={BOARD_PLACE}>{words.allPrices}</a>
      </p>
      <h2 id="clients-title" ref={title} tabIndex={-1}>
        {words.clients}
      </h2>
      {/* Always there, because a reader hears what comes into it. */}
      <p class="unseen" role="status">
        {said}
      </p>
      {problem && <ProblemNote problem={problem} />}
      {listed.problem && <ProblemNote problem={listed.problem} />}
      {added && (
        <TokenNote
          added={added}
          onPutAway={() => {
            putAway();
            toTitle();
          }}
        />
      )}
      <AddClient currencies={account.currencies} isBusy={isBusy} onAdd={add} />
      {!listed.value && listed.isLoading && (
        <p class="empty" role="status">
          {words.loading}
        </p>
      )}
      <ul class="price-list">
        {listed.value?.clients.map((client) => (
          <ClientCard
            key={client.id}
            client={client}
            isSelf={client.id === account.client}
            onRevoke={() => setLeaving(client.id)}
          />
        ))}
      </ul>
      {leaving !== undefined && (
        <RevokeDialog
          id={leaving}
          onClose={() => setLeaving(undefined)}
          onRevoke={async () => {
            if (!(await revoke(leaving))) return;
            setSaid(words.clientRevoked(leaving));
            // The button that was pressed is gone.
            toTitle();
          }}
        />
      )}
    </section>
  );
}

interface TokenNoteProps {
  readonly added: AddedClient;
  readonly onPutAway: () => void;
}

/** Takes the focus: the token is told this once. */
function TokenNote({ added: { client, token, webhookSecret }, onPutAway }: TokenNoteProps): JSX.Element {
  const { words } = useSpeech();
  const note = useRef<HTMLElement>(null);
  useEffect(() => note.current?.focus(), [token]);
  return (
    <section class="note is-warning" ref={note} tabIndex={-1} aria-label={words.tokenOf(client.id)}>
      <p>
        <strong>
          <Apart>{words.tokenOf(client.id)}</Apart>
        </strong>
      </p>
      <p class="row">
        <Digits>{token}</Digits>
        <CopyButton text={token} label={words.copyToken} />
      </p>
      {webhookSecret !== undefined && (
        <>
          <p>{words.webhookSecret}</p>
          <p class="row">
            <Digits>{webhookSecret}</Digits>
            <CopyButton text={webhookSecret} label={words.copySecret} />
          </p>
        </>
      )}
      <p class="small">{words.shownOnce}</p>
      <div class="row">
        <button type="button" onClick={onPutAway}>
          {words.putAway}
        </button>
      </div>
    </section>
  );
}
