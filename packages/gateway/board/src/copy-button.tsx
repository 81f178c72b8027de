import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useSpeech } from './languages.ts';

/** Absent where the browser lets no page copy, as over plain http in a local network. */
export function CopyButton({
  text,
  label,
}: {
  readonly text: string;
  readonly label: string;
}): JSX.Element | null {
  const { words } = useSpeech();
  const [isDone, setDone] = useState(false);
  if (!navigator.clipboard) return null;
  return (
    <button
      type="button"
      class="copy"
      aria-label={label}
      onClick={() => {
        navigator.clipboard.writeText(text).then(
          () => {
            setDone(true);
            setTimeout(() => setDone(false), 1_500);
          },
          () => undefined,
        );
      }}
    >
      {isDone ? words.copied : words.copy}
    </button>
  );
}
