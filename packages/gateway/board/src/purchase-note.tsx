import type { JSX } from 'preact';
import { useSpeech } from './languages.ts';
import { useNames } from './names.ts';
import { ProblemNote } from './problem-note.tsx';
import type { Purchase, Purchases } from './use-purchases.ts';

interface PurchaseNoteProps {
  readonly purchase: Purchase;
  readonly purchases: Purchases;
}

/** A purchase without its number yet: under way, left behind by a reload, refused or in doubt. */
export function PurchaseNote({ purchase, purchases }: PurchaseNoteProps): JSX.Element {
  const { words } = useSpeech();
  const { wishName } = useNames();
  const { phase, problem, wish } = purchase;
  const name = wishName(wish);
  if (phase === 'sending') {
    return (
      <p class="note" role="status">
        {words.pendingSending(name)}
      </p>
    );
  }
  const isDecided = problem?.moneyMayHaveMoved === false;
  const buttons = (
    <>
      {!isDecided && (
        <button type="button" title={words.askAgainHint} onClick={() => purchases.again(purchase)}>
          {words.askAgain}
        </button>
      )}
      <button type="button" class="quiet" onClick={() => purchases.letGo(purchase)}>
        {isDecided ? words.dismiss : words.letGo}
      </button>
    </>
  );
  if (problem) {
    return (
      <ProblemNote problem={problem} isAboutMoney>
        {buttons}
      </ProblemNote>
    );
  }
  return (
    <div class="note grave" role="alert">
      <p>{words.pendingLeft(name)}</p>
      <p class="small muted">{words.askAgainHint}</p>
      <div class="row">{buttons}</div>
    </div>
  );
}
