import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Api, problemOf } from './api.ts';
import { Apart, Digits } from './bidi.tsx';
import { CopyButton } from './copy-button.tsx';
import { useSpeech } from './languages.ts';
import { MessageLines } from './message-lines.tsx';
import { OrderActions } from './order-actions.tsx';
import { OrderTitle } from './order-title.tsx';
import { ProblemNote } from './problem-note.tsx';
import type { Order, Problem } from './resources.ts';
import { useNow } from './ticker.ts';

interface OrderCardProps {
  readonly api: Api;
  readonly order: Order;
  readonly onOrder: (order: Order) => void;
  readonly onHide: (id: string) => void;
}

export function OrderCard({ api, order, onOrder, onHide }: OrderCardProps): JSX.Element {
  const { words, formats } = useSpeech();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const { id, status, phone, price, refund, messages, provider } = order;
  const end = order.cancelBefore ?? order.expiresAt;
  const card = useRef<HTMLLIElement>(null);
  const hasActed = useRef(false);

  // The button that was pressed is gone, and the card may have moved: the focus stays with the order.
  useEffect(() => {
    if (hasActed.current) card.current?.focus();
    hasActed.current = false;
  }, [status]);

  const act = async (what: 'cancel' | 'finish'): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setProblem(undefined);
    hasActed.current = true;
    try {
      onOrder(await api.act<Order>(`orders/${id}/${what}`));
    } catch (error) {
      hasActed.current = false;
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <li class={`card order is-${status}`} ref={card} tabIndex={-1} aria-labelledby={`order-${id}`}>
      <OrderTitle order={order} id={`order-${id}`} />
      {phone !== undefined && (
        <p class="row spread">
          <span class="phone">
            <Digits>{phone}</Digits>
          </span>
          <CopyButton text={phone} label={words.copyPhone(phone)} />
        </p>
      )}
      {(status === 'in-doubt' || status === 'lost' || status === 'gone') && (
        <p class="small">{words.statusHint[status]}</p>
      )}
      <MessageLines messages={messages} />
      {problem && <ProblemNote problem={problem} />}
      <div class="row spread">
        <p class="small muted facts">
          <Apart>{formats.money(price)}</Apart>
          {provider !== undefined && <Apart>{provider}</Apart>}
          <Digits>#{id}</Digits>
          <Apart>{formats.clock(order.orderedAt)}</Apart>
          {refund !== 'none' && <span class={`refund-${refund}`}>{words.refund[refund]}</span>}
          {status === 'open' && end !== undefined && <TimeLeft until={end} />}
        </p>
        <OrderActions order={order} isBusy={isBusy} onAct={act} onHide={onHide} />
      </div>
    </li>
  );
}

function TimeLeft({ until }: { readonly until: string }): JSX.Element {
  const { words, formats } = useSpeech();
  const left = Date.parse(until) - useNow(1_000);
  return <Apart>{words.expires(formats.countdown(left))}</Apart>;
}
