import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Api, problemOf } from './api.ts';
import { Apart, Digits } from './bidi.tsx';
import { CopyButton } from './copy-button.tsx';
import { useSpeech } from './languages.ts';
import { MessageLines } from './message-lines.tsx';
import { useNames } from './names.ts';
import { ProblemNote } from './problem-note.tsx';
import { isOpen, type Order, type Problem } from './resources.ts';
import { useNow } from './ticker.ts';

interface OrderCardProps {
  readonly api: Api;
  readonly order: Order;
  readonly onOrder: (order: Order) => void;
  readonly onHide: (id: string) => void;
}

export function OrderCard({ api, order, onOrder, onHide }: OrderCardProps): JSX.Element {
  const { words, formats } = useSpeech();
  const { wishName, countryName, serviceName } = useNames();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const { id, status, phone, price, refund, messages, provider } = order;
  const name = wishName(order);

  const act = async (what: 'cancel' | 'finish'): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      onOrder(await api.act<Order>(`orders/${id}/${what}`));
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <li class={`card order is-${status}`}>
      <div class="row spread">
        <h3>
          <Apart>{serviceName(order.service)}</Apart>
          <span class="muted">
            {' '}
            <Apart>{countryName(order.country)}</Apart>
          </span>
        </h3>
        <span class="state">{words.status[status]}</span>
      </div>
      {phone !== undefined && (
        <p class="row">
          <Digits>{phone}</Digits>
          <CopyButton text={phone} label={words.copyPhone(phone)} />
        </p>
      )}
      {(status === 'in-doubt' || status === 'gone') && <p class="small">{words.statusHint[status]}</p>}
      <MessageLines messages={messages} />
      <p class="small muted facts">
        <Apart>{formats.money(price)}</Apart>
        <span>#{id}</span>
        {provider !== undefined && <Apart>{provider}</Apart>}
        <span>{formats.clock(order.orderedAt)}</span>
        {refund !== 'none' && <span class={`refund-${refund}`}>{words.refund[refund]}</span>}
        {status === 'open' && order.expiresAt !== undefined && <TimeLeft until={order.expiresAt} />}
      </p>
      {problem && <ProblemNote problem={problem} />}
      <div class="row actions">
        {status === 'open' && (
          <CancelButton
            isBusy={isBusy}
            after={order.cancelAfter}
            label={words.cancelOrder(name)}
            onCancel={() => act('cancel')}
          />
        )}
        {status === 'delivered' && (
          <button
            type="button"
            class="primary"
            disabled={isBusy}
            aria-label={words.finishOrder(name)}
            onClick={() => act('finish')}
          >
            {words.finish}
          </button>
        )}
        {!isOpen(order) && (
          <button type="button" class="quiet" aria-label={words.hideOrder(name)} onClick={() => onHide(id)}>
            {words.hide}
          </button>
        )}
      </div>
    </li>
  );
}

function TimeLeft({ until }: { readonly until: string }): JSX.Element {
  const { words, formats } = useSpeech();
  const left = Date.parse(until) - useNow(1_000);
  return <span>{words.expires(formats.countdown(left))}</span>;
}

interface CancelButtonProps {
  readonly isBusy: boolean;
  readonly after: string | undefined;
  readonly label: string;
  readonly onCancel: () => void;
}

/** Says from when the vendor takes it back. */
function CancelButton({ isBusy, after, label, onCancel }: CancelButtonProps): JSX.Element {
  const { words, formats } = useSpeech();
  const now = useNow(1_000);
  const wait = after === undefined ? 0 : Date.parse(after) - now;
  return (
    <button type="button" disabled={isBusy || wait > 0} aria-label={label} onClick={onCancel}>
      {wait > 0 ? words.cancelIn(formats.countdown(wait)) : words.cancel}
    </button>
  );
}
