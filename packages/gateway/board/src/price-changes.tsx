import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Apart } from './bidi.tsx';
import { useSpeech } from './languages.ts';
import type { PriceLine } from './price-lines.ts';

interface PriceChangesProps {
  readonly lines: readonly PriceLine[];
  readonly currency: string;
}

/** What the chart shows, in words and numbers: a table for each vendor, the newest first. Made when it is opened. */
export function PriceChanges({ lines, currency }: PriceChangesProps): JSX.Element {
  const { words } = useSpeech();
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="changes" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.asTable}</summary>
      {isOpen && (
        <div class="panels">
          {lines.map((line) => (
            <LineTable key={line.vendor} line={line} currency={currency} />
          ))}
        </div>
      )}
    </details>
  );
}

function LineTable({ line, currency }: { readonly line: PriceLine; readonly currency: string }): JSX.Element {
  const { words, formats } = useSpeech();
  return (
    <section class="panel">
      <table class="spend">
        <caption>{line.vendor === undefined ? words.price : <Apart>{line.vendor}</Apart>}</caption>
        <thead>
          <tr>
            <th scope="col">{words.since}</th>
            <th scope="col">{words.price}</th>
          </tr>
        </thead>
        <tbody>
          {line.stands.toReversed().map(({ from, price }) => (
            <tr key={from}>
              <th scope="row">{formats.moment(new Date(from).toISOString())}</th>
              <td>
                {price === undefined ? (
                  <span class="muted">{words.noPrice}</span>
                ) : (
                  <Apart>{formats.money({ amount: price, currency })}</Apart>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
