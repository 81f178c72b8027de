import type { JSX } from 'preact';
import { useSpeech } from './languages.ts';
import { useNames } from './names.ts';
import { isOpen, type Order } from './resources.ts';
import { useNow } from './ticker.ts';

interface OrderActionsProps {
  readonly order: Order;
  readonly isBusy: boolean;
  readonly onAct: (what: 'cancel' | 'finish') => void;
  readonly onHide: (id: string) => void;
}

/** What can be done about an order in its state. */
export function OrderActions({ order, isBusy, onAct, onHide }: OrderActionsProps): JSX.Element {
  const { words } = useSpeech();
  const name = useNames().wishName(order);
  const { id, status, cancelAfter } = order;
  return (
    <div class="row actions">
      {status === 'open' && (
        <CancelButton
          isBusy={isBusy}
          after={cancelAfter}
          label={words.cancelOrder(name)}
          onCancel={() => onAct('cancel')}
        />
      )}
      {status === 'delivered' && (
        <button
          type="button"
          class="primary"
          aria-disabled={isBusy}
          aria-label={words.finishOrder(name)}
          onClick={() => onAct('finish')}
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
  );
}

interface CancelButtonProps {
  readonly isBusy: boolean;
  readonly after: string | undefined;
  readonly label: string;
  readonly onCancel: () => void;
}

/** Says from when the vendor takes it back. Never `disabled`, which would take the focus away from it. */
function CancelButton({ isBusy, after, label, onCancel }: CancelButtonProps): JSX.Element {
  const { words, formats } = useSpeech();
  const now = useNow(1_000);
  const wait = after === undefined ? 0 : Date.parse(after) - now;
  const mayCancel = !isBusy && wait <= 0;
  return (
    <button
      type="button"
      aria-disabled={!mayCancel}
      aria-label={label}
      onClick={() => {
        if (mayCancel) onCancel();
      }}
    >
      {wait > 0 ? words.cancelIn(formats.countdown(wait)) : words.cancel}
    </button>
  );
}
