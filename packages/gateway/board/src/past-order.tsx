import type { JSX } from 'preact';
import { Apart, Digits } from './bidi.tsx';
import { useSpeech } from './languages.ts';
import { useNames } from './names.ts';
import type { Order } from './resources.ts';
import { VendorLink } from './vendor-link.tsx';

/** An order as it ended, in a few lines; what can be done with open ones is done on the board. */
export function PastOrder({ order }: { readonly order: Order }): JSX.Element {
  const { words, formats } = useSpeech();
  const { serviceName, countryName } = useNames();
  const { id, status, phone, price, refund, messages, provider, client, orderedAt } = order;
  const code = messages.at(-1)?.code;
  return (
    <li class={`card order is-${status}`}>
      <div class="row spread">
        <h3>
          <Apart>{serviceName(order.service)}</Apart>{' '}
          <span class="muted">
            <Apart>{countryName(order.country)}</Apart>
          </span>
        </h3>
        <span class="state">{words.status[status]}</span>
      </div>
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
