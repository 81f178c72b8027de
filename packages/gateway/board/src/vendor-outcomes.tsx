import type { JSX } from 'preact';
import { useSpeech } from './languages.ts';
import type { Purchases } from './resources.ts';

const outcomes: readonly (keyof Purchases)[] = [
  ...(['code', 'open', 'cancelled', 'expired', 'finished', 'gone', 'refused', 'lost', 'in-doubt'] as const),
];

/** What became of every purchase; what never happened is not listed. */
export function VendorOutcomes({ purchases }: { readonly purchases: Purchases }): JSX.Element {
  const { words, formats } = useSpeech();
  const sent = sentOf(purchases);
  return (
    <section class="panel" aria-labelledby="outcomes-title">
      <h3 id="outcomes-title">{words.outcomesTitle}</h3>
      <ul>
        {outcomes
          .filter((outcome) => purchases[outcome] > 0)
          .map((outcome) => (
            <li key={outcome} class="outcome">
              <span>{words.outcome[outcome]}</span>
              <span>
                {formats.count(purchases[outcome])}{' '}
                <span class="muted">{formats.share(purchases[outcome] / sent)}</span>
              </span>
              <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                <rect class={`bar is-${outcome}`} width={(100 * purchases[outcome]) / sent} height="4" />
              </svg>
            </li>
          ))}
      </ul>
    </section>
  );
}

/** All that were sent. */
export const sentOf = (purchases: Purchases): number =>
  outcomes.reduce((all, outcome) => all + purchases[outcome], 0);
