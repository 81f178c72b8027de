import type { JSX } from 'preact';
import { Apart } from './bidi.tsx';
import { useSpeech } from './languages.ts';
import type { Client } from './resources.ts';

interface ClientCardProps {
  readonly client: Client;
  /** Nobody takes the right from itself. */
  readonly isSelf: boolean;
  readonly onRevoke: () => void;
}

export function ClientCard({ client, isSelf, onRevoke }: ClientCardProps): JSX.Element {
  const { words, formats } = useSpeech();
  const { id, from, budget, per = 'total', operator, balance, addedAt, revokedAt, webhook } = client;
  const mayRevoke = from === 'here' && revokedAt === undefined && !isSelf;
  return (
    <li class="card client">
      <div class="row spread">
        <h3>
          <Apart>{id}</Apart>
        </h3>
        {operator && <span class="small muted">{words.operator}</span>}
      </div>
      <p>
        {balance ? (
          <Apart>{words.left(formats.money(balance), formats.money(budget))}</Apart>
        ) : (
          <Apart>{formats.money(budget)}</Apart>
        )}{' '}
        <span class="muted">{words.per[per]}</span>
      </p>
      <p class="small muted facts">
        {from === 'config' && <span>{words.fromConfig}</span>}
        {addedAt !== undefined && <Apart>{words.addedAt(formats.moment(addedAt))}</Apart>}
        {revokedAt !== undefined && (
          <strong class="bad">
            <Apart>{words.revokedAt(formats.moment(revokedAt))}</Apart>
          </strong>
        )}
      </p>
      {webhook && <WebhookState webhook={webhook} />}
      {mayRevoke && (
        <div class="row actions">
          <button type="button" aria-label={words.revokeClient(id)} onClick={onRevoke}>
            {words.revoke}
          </button>
        </div>
      )}
    </li>
  );
}

/** How far its webhook has been told. */
function WebhookState({ webhook }: { readonly webhook: NonNullable<Client['webhook']> }): JSX.Element {
  const { words, formats } = useSpeech();
  const { url, waiting = 0, failing = 0, givenUp = 0, lastHeardAt, lastProblem } = webhook;
  const rows = [
    [words.webhookWaiting, waiting],
    [words.webhookFailing, failing],
    [words.webhookGivenUp, givenUp],
  ] as const;
  return (
    <div class="webhook small">
      <p>
        {words.webhook}{' '}
        <bdi dir="ltr" class="address">
          {url}
        </bdi>
      </p>
      <ul>
        {rows.map(([name, many]) => (
          <li key={name} class="row spread">
            <span class="muted">{name}</span>
            <span class={many > 0 && name !== words.webhookWaiting ? 'bad' : ''}>{formats.count(many)}</span>
          </li>
        ))}
      </ul>
      <p class="muted">
        {lastHeardAt === undefined ? (
          words.neverHeard
        ) : (
          <Apart>{words.lastHeard(formats.moment(lastHeardAt))}</Apart>
        )}
      </p>
      {lastProblem !== undefined && (
        <p class="bad">
          <Apart>{lastProblem}</Apart>
        </p>
      )}
    </div>
  );
}
