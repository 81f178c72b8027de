import type { JSX } from 'preact';
import { Apart } from './bidi.tsx';
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
  const { words, formats } = useSpeech();
  return (
    <header>
      <h1 class="wordmark">numroute</h1>
      <span class={`link is-${link}`} role="status">
        {words[link]}
      </span>
      <span class="balance">
        {balance && (
          <>
            <Apart>{words.left(formats.money(balance.balance), formats.money(balance.budget))}</Apart>{' '}
            <span class="muted">{words.per[balance.per]}</span>
          </>
        )}
      </span>
      <span class="row">
        <LanguagePicker onSpeak={onSpeak} />
        <button type="button" class="quiet" onClick={onLeave}>
          {words.forget}
        </button>
      </span>
    </header>
  );
}
