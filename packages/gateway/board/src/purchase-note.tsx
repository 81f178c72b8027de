import type { JSX } from 'preact';
import { useSpeech } from './languages.ts';
import { useNames } from './names.ts';
import { ProblemNote } from './problem-note.tsx';
import type { Purchase, Purchases } from './use-purchases.ts';

interface PurchaseNoteProps {
  readonly purchase: Purchase;
  readonly purchases: Purchases;
  /** A button was pressed, and it goes away. */
  readonly onAnswered: () => void;
}

/** A purchase without its number yet: under way, left behind by a reload, refused or in doubt. */
export function PurchaseNote({ purchase, purchases, onAnswered }: PurchaseNoteProps): JSX.Element {
  const { words } = useSpeech();
  const { wishName } = useNames();
  const { phase, problem, wish } = purchase;
  const name = wishName(wish);
  if (phase === 'sending') {
    return (
      <p class="note is-busy" role="status">
        {words.pendingSending(name)}
      </p>
    );
  }
  const isDecided = problem && (!problem.moneyMayHaveMoved || problem.code === 'LOST');
  const buttons = (
    <>
      {!isDecided && (
        <button
          type="button"
          onClick={() => {
            purchases.again(purchase);
            onAnswered();
          }}
        >
          {words.askAgain}
        </button>
      )}
      <button
        type="button"
        class="quiet"
        onClick={() => {
          purchases.letGo(purchase);
          onAnswered();
        }}
      >
        {isDecided ? words.dismiss : words.letGo}
      </button>
    </>
  );
  // The gateway's own words say it, too, if there are any.
  const hint = !isDecided && !problem?.detail && <p class="small">{words.askAgainHint}</p>;
  if (problem) {
    return (
      <ProblemNote problem={problem} about={name} isAboutMoney>
        {hint}
        {buttons}
      </ProblemNote>
    );
  }
  return (
    <div class="note is-grave" role="alert">
      <p>{words.pendingLeft(name)}</p>
      {hint}
      <div class="row">{buttons}</div>
    </div>
  );
}
