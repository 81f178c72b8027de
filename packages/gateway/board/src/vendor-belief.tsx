import type { JSX } from 'preact';
import { useSpeech } from './languages.ts';
import type { VendorBelief } from './resources.ts';

/** What the router expects of the next order there. */
export function BeliefPanel({ belief }: { readonly belief: VendorBelief }): JSX.Element {
  const { words, formats } = useSpeech();
  const { chance, meanMs, keeps, orders, from } = belief;
  const rows = [
    [words.expectedCode, formats.share(chance)],
    [words.expectedAfter, formats.countdown(meanMs)],
    [words.expectedKeeps, formats.share(keeps)],
  ] as const;
  return (
    <section class="panel" aria-labelledby="belief-title">
      <h3 id="belief-title">{words.expectedTitle}</h3>
      <ul>
        {rows.map(([name, value]) => (
          <li key={name} class="row spread">
            <span>{name}</span>
            <span>{value}</span>
          </li>
        ))}
      </ul>
      <p class="small muted">
        {words.outlookFrom[from]}
        {orders >= 1 && ` (${words.ordersSeen(formats.count(Math.round(orders)))})`}
      </p>
    </section>
  );
}
