import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { LanguagePicker } from './language-picker.tsx';
import { useSpeech } from './languages.ts';

interface SignInProps {
  readonly wasRefused: boolean;
  readonly onToken: (token: string) => void;
  readonly onSpeak: (tag: string) => void;
}

export function SignIn({ wasRefused, onToken, onSpeak }: SignInProps): JSX.Element {
  const { words } = useSpeech();
  const [token, setToken] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);

  return (
    <main class="sign-in">
      <div>
        <h1 class="wordmark">numroute</h1>
        <p class="muted">{words.tagline}</p>
      </div>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (token.trim() !== '') onToken(token.trim());
        }}
      >
        {/* Always there, because a reader hears what comes into it. */}
        <div role="alert">{wasRefused && <p class="note is-bad small">{words.tokenRefused}</p>}</div>
        <div class="field">
          <label for="token">{words.token}</label>
          <input
            id="token"
            ref={field}
            type="password"
            dir="ltr"
            autocomplete="off"
            spellcheck={false}
            maxLength={512}
            pattern="[\x21-\x7e\s]+"
            required
            aria-describedby="token-hint"
            aria-invalid={wasRefused}
            value={token}
            onInput={(event) => setToken(event.currentTarget.value)}
          />
          <p id="token-hint" class="muted small">
            {words.tokenHint}
          </p>
        </div>
        <div class="row spread">
          <LanguagePicker onSpeak={onSpeak} />
          <button type="submit" class="primary">
            {words.open}
          </button>
        </div>
      </form>
      <p class="small">
        <a href="reference.html">{words.reference}</a>
      </p>
    </main>
  );
}
