import type { JSX } from 'preact';
import { Apart } from './bidi.tsx';
import { useSpeech } from './languages.ts';
import { useNow } from './ticker.ts';

const STALE_MS = 5 * 60_000;

/** How old a vendor's prices are. */
export function Freshness({ since }: { readonly since: number }): JSX.Element {
  const { words, formats } = useSpeech();
  const age = Math.max(0, useNow(5_000) - since);
  return (
    <span class={age > STALE_MS ? 'fresh is-stale' : 'fresh'}>
      <Apart>{words.listed(formats.relative(-age))}</Apart>
    </span>
  );
}
