import type { JSX } from 'preact';
import type { Api } from './api.ts';
import { Apart } from './bidi.tsx';
import { useSpeech } from './languages.ts';
import { useNames } from './names.ts';
import { ProblemNote } from './problem-note.tsx';
import type { Money } from './resources.ts';
import { type SpendBy, type Spent, useSpend } from './use-spend.ts';
import { VendorLink } from './vendor-link.tsx';

interface SpendPanelsProps {
  readonly api: Api;
  readonly isOperator: boolean;
}

/** What was spent today and this month and which codes came of it, by service and, for an operator, by vendor and client. */
export function SpendPanels({ api, isOperator }: SpendPanelsProps): JSX.Element {
  const { by, problem } = useSpend(api, isOperator);
  return (
    <div class="panels">
      {problem && <ProblemNote problem={problem} />}
      {by.provider && <SpendPanel by="provider" spent={by.provider} />}
      {by.service && <SpendPanel by="service" spent={by.service} />}
      {by.client && <SpendPanel by="client" spent={by.client} />}
    </div>
  );
}

function SpendPanel({ by, spent }: { readonly by: SpendBy; readonly spent: readonly Spent[] }): JSX.Element {
  const { words, formats } = useSpeech();
  const { serviceName } = useNames();
  return (
    <section class="panel">
      <table class="spend">
        <caption>{words.spentBy[by]}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{words.today}</th>
            <th scope="col">{words.thisMonth}</th>
            <th scope="col">{words.codesCame}</th>
          </tr>
        </thead>
        <tbody>
          {spent.map(({ group, today, month, over, codes }) => (
            <tr key={group}>
              <th scope="row">
                {by === 'provider' ? (
                  <VendorLink id={group} />
                ) : (
                  <Apart>{by === 'service' ? serviceName(group) : group}</Apart>
                )}
              </th>
              <td>
                <Sums sums={today} />
              </td>
              <td>
                <Sums sums={month} />
              </td>
              <td>{over === 0 ? <span class="muted">{words.noMoney}</span> : formats.share(codes / over)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {spent.length === 0 && <p class="muted">{words.nothingSpent}</p>}
    </section>
  );
}

function Sums({ sums }: { readonly sums: readonly Money[] }): JSX.Element {
  const { words, formats } = useSpeech();
  const some = sums.filter(({ amount }) => amount !== '0');
  if (some.length === 0) return <span class="muted">{words.noMoney}</span>;
  return (
    <>
      {some.map((sum) => (
        <div key={sum.currency}>
          <Apart>{formats.money(sum)}</Apart>
        </div>
      ))}
    </>
  );
}
