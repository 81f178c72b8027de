import { type Message, saysNothing } from '@numroute/core';

/** One word that stands for a state. */
const STATE =
  /^(?:(?:status|access)[_-])?(?:wait|waiting|pending|processing|empty|unknown|no|not|sent|open|expired|cancell?ed|closed|timeout|error|failed)(?:[_-][a-z]+)*$/i;
/** What a sentence says while there is no code. */
const WAITING =
  /wait|pending|process|not (?:yet )?(?:receiv|arriv|ready)|no (?:sms|code|message)|again|later|second|minute|منتظر|انتظار|صبر|دقیقه|ثانیه|دریافت نشد/i;

/**
 * What stands in the place of a code. The page says that it is empty until the code came; sites also say
 * so in words, and put the whole text of the SMS there. One word is the code, exactly as it was told; a
 * sentence is the text, and without a digit there is no code in it.
 */
export function messageOf(told: string): Message | undefined {
  const text = told.trim();
  if (saysNothing(text) || text === '0' || STATE.test(text)) return undefined;
  const isWord = /^[\x21-\x7e]+$/.test(text);
  if (isWord || /^[\p{Nd}\s-]+$/u.test(text)) return { code: text };
  const digits = text.match(/\p{Nd}/gu)?.length ?? 0;
  return digits >= 4 || (digits > 0 && !WAITING.test(text)) ? { text } : undefined;
}
