import type { JSX } from 'preact';
import { Apart, Digits } from './bidi.tsx';
import { useSpeech } from './languages.ts';
import { OrderTitle } from './order-title.tsx';
import type { Order } from './resources.ts';
import { steady } from './steady.tsx';
import { VendorLink } from './vendor-link.tsx';

function Drawn({ order }: { readonly order: Order }): JSX.Element {
  const { words, formats } = useSpeech();
  const { id, status, phone, price, refund, messages, provider, client, orderedAt } = order;
  const code = messages.at(-1)?.code;
  return (
    <li class={`card order is-${status}`}>
      <OrderTitle order={order} />
      {(phone !== undefined || code !== undefined) && (
        <p class="row spread">
          {phone !== undefined && <Digits>{phone}</Digits>}
          {code !== undefined && (
            <strong>
              <Digits>{code}</Digits>
            </strong>
          )}
        </p>
      )}
      <p class="small muted facts">
        <Apart>{formats.money(price)}</Apart>
        {provider !== undefined && <VendorLink id={provider} />}
        {client !== undefined && <Apart>{client}</Apart>}
        <Digits>#{id}</Digits>
        <Apart>{formats.moment(orderedAt)}</Apart>
        {refund !== 'none' && <span class={`refund-${refund}`}>{words.refund[refund]}</span>}
      </p>
    </li>
  );
}

/** An order as it ended, in a few lines; what can be done with open ones is done on the board. */
export const PastOrder = steady(Drawn);
