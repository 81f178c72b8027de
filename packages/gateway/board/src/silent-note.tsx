import type { JSX } from 'preact';
import { Apart } from './bidi.tsx';
import { useSpeech } from './languages.ts';
import type { OfferPage } from './resources.ts';

/** Whose prices are missing, and why, as far as the client may know. */
export function SilentNote({ page }: { readonly page: OfferPage }): JSX.Element | null {
  const { words } = useSpeech();
  const { silent, complete } = page;
  if (complete && !silent?.length) return null;
  if (!silent?.length) return <p class="note is-warning small">{words.incomplete}</p>;
  return (
    <div class="note is-warning small">
      <strong>{words.silent}</strong>
      <ul>
        {silent.map(({ provider, code, message }) => (
          <li key={provider}>
            <strong>
              <Apart>{provider}</Apart>
            </strong>{' '}
            {words.problem[code] ?? code}: <Apart>{message}</Apart>
          </li>
        ))}
      </ul>
    </div>
  );
}
