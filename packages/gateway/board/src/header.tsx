import type { JSX } from 'preact';
import type { Link } from './events.ts';
import { LanguagePicker } from './language-picker.tsx';
import { useSpeech } from './languages.ts';
import type { Balance } from './resources.ts';

interface HeaderProps {
  readonly link: Link;
  readonly balance: Balance | undefined;
  readonly onLeave: () => void;
  readonly onSpeak: (tag: string) => void;
}

export function Header({ link, balance, onLeave, onSpeak }: HeaderProps): JSX.Element {
  const { words } = useSpeech();
  return (
    <header class="top">
      <h1 class="wordmark">numroute</h1>
      <span class={`link is-${link}`}>{words[link]}</span>
      <LanguagePicker onSpeak={onSpeak} />
      <div class="budget">{balance && <Budget balance={balance} />}</div>
      <button type="button" class="quiet" onClick={onLeave}>
        {words.forget}
      </button>
    </header>
  );
}

function Budget({ balance: { balance, budget, per } }: { readonly balance: Balance }): JSX.Element {
  const { words, formats } = useSpeech();
  const said = words.left(formats.money(balance), formats.money(budget));
  // A share to look at; the amounts stay text.
  const share = Number(balance.amount) / Number(budget.amount);
  return (
    <>
      <span>
        {said} <span class="muted">{words.per[per]}</span>
      </span>
      {Number.isFinite(share) && <meter value={share} low={0.1} optimum={1} aria-label={said} />}
    </>
  );
}
