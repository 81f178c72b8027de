import type { JSX } from 'preact';
import { Apart } from './bidi.tsx';
import { useSpeech } from './languages.ts';
import { useNames } from './names.ts';
import type { Order } from './resources.ts';

interface OrderTitleProps {
  readonly order: Order;
  /** By which something else names itself. */
  readonly id?: string;
}

/** What an order is of, and how it stands. */
export function OrderTitle({ order, id }: OrderTitleProps): JSX.Element {
  const { words } = useSpeech();
  const { serviceName, countryName } = useNames();
  return (
    <div class="row spread">
      <h3 id={id}>
        <Apart>{serviceName(order.service)}</Apart>{' '}
        <span class="muted">
          <Apart>{countryName(order.country)}</Apart>
        </span>
      </h3>
      <span class="state">{words.status[order.status]}</span>
    </div>
  );
}
