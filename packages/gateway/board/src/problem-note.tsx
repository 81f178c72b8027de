import type { ComponentChildren, JSX } from 'preact';
import { Apart } from './bidi.tsx';
import { useSpeech } from './languages.ts';
import type { Problem } from './resources.ts';

interface ProblemNoteProps {
  readonly problem: Problem;
  /** What it was that failed, where several could be meant. */
  readonly about?: string;
  /** Reads tell nothing of money. */
  readonly isAboutMoney?: boolean;
  readonly children?: ComponentChildren;
}

/** What went wrong, in the page's language and in the gateway's own words, and what it may have cost. */
export function ProblemNote({
  problem,
  about,
  isAboutMoney = false,
  children,
}: ProblemNoteProps): JSX.Element {
  const { words, formats } = useSpeech();
  const { code, title, detail, moneyMayHaveMoved, price } = problem;
  const said = Object.hasOwn(words.problem, code) ? words.problem[code] : title;
  const tone = isAboutMoney ? (moneyMayHaveMoved ? 'is-grave' : 'is-warning') : 'is-bad';
  return (
    <div class={`note ${tone}`} role="alert">
      <p>
        {about !== undefined && `${about}: `}
        <strong>{said}.</strong>{' '}
        {isAboutMoney && (
          <span class="money-word">{moneyMayHaveMoved ? words.moneyMoved : words.moneySafe}</span>
        )}{' '}
        {price && words.costsNow(formats.money(price))}
      </p>
      {detail !== '' && detail !== said && (
        <p class="small muted">
          <Apart>{detail}</Apart>
        </p>
      )}
      {children && <div class="row">{children}</div>}
    </div>
  );
}
