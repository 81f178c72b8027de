import type { JSX } from 'preact';
import { Apart, Digits } from './bidi.tsx';
import { CopyButton } from './copy-button.tsx';
import { useSpeech } from './languages.ts';
import type { Message } from './resources.ts';

/** The newest first: its code large, its text as it came. */
export function MessageLines({ messages }: { readonly messages: readonly Message[] }): JSX.Element | null {
  const { words } = useSpeech();
  if (messages.length === 0) return null;
  return (
    <ol class="messages">
      {messages.toReversed().map(({ code, text, from, receivedAt }) => (
        <li key={`${receivedAt} ${code} ${text}`}>
          {code === undefined ? (
            <p class="small">{words.noCodeFound}</p>
          ) : (
            <p class="code-line">
              <strong class="code">
                <Digits>{code}</Digits>
              </strong>
              <CopyButton text={code} label={words.copyCode(code)} />
            </p>
          )}
          {text !== undefined && text !== code && (
            <p class="small sms" dir="auto">
              {text}
            </p>
          )}
          {from !== undefined && (
            <p class="small muted">
              <Apart>{words.from(from)}</Apart>
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}
