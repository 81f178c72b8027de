import { codeOf, type Message } from '@numroute/core';

/** Longer texts are cut. Characters. */
const LONGEST = 300;

/** What a model is told of an SMS. Anybody may have written it. */
export interface Told {
  readonly code?: string;
  readonly text_from_sms?: string;
}

/**
 * The code alone, where there is one that looks like one; the text where there is none, or where it is asked
 * for. Never who sent it.
 */
export function toldOf(message: Message, withText: boolean): Told {
  const found = codeOf(message);
  const code =
    found !== undefined && /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,10}[\p{L}\p{N}])?$/u.test(found)
      ? found
      : undefined;
  const text = message.text ?? (code === undefined ? found : undefined);
  return {
    ...(code !== undefined && { code }),
    ...((withText || code === undefined) && text !== undefined && { text_from_sms: plain(text) }),
  };
}

/** One line, in which no character controls how it is read. */
function plain(text: string): string {
  const line = text
    // What is cut off is not worth a look.
    .slice(0, 20 * LONGEST)
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/[\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  const characters = [...line];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : line;
}
