import type { JSX } from 'preact';
import { Apart } from './bidi.tsx';
import { useSpeech } from './languages.ts';
import type { Outlook } from './resources.ts';

/** The chance of a code, how long it takes, and what it costs. */
export function OutlookFacts({ outlook }: { readonly outlook: Outlook }): JSX.Element {
  const { words, formats } = useSpeech();
  const { chance, meanMs, perCode, orders, from } = outlook;
  const grounds = words.outlookFrom[from];
  return (
    <p
      class="facts"
      title={orders < 1 ? grounds : `${grounds} (${words.ordersSeen(formats.count(Math.round(orders)))})`}
    >
      <Apart>{words.chance(formats.share(chance))}</Apart>
      <Apart>{words.codeAfter(formats.countdown(meanMs))}</Apart>
      <Apart>{words.codeCosts(formats.money(perCode))}</Apart>
    </p>
  );
}
