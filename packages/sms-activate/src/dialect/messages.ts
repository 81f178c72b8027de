import { codeOf, type Message } from '@numroute/core';

/** What STATUS_OK says: the newest code, or the whole text where no code is found in it. */
export function saidBy(messages: readonly Message[]): string | undefined {
  return messages.map(oneValue).findLast((value) => value !== undefined);
}

/** The newest message that says something. */
export function newestOf(messages: readonly Message[]): Message | undefined {
  return messages.findLast((message) => oneValue(message) !== undefined);
}

/**
 * An SMS as the JSON of this dialect has it: its `code` and its `text`. Clients read one of the two and
 * wait for as long as it is empty, so each stands in for the other.
 */
export function bothOf(message: Message): { readonly code: string | null; readonly text: string | null } {
  const code = oneValue(message) ?? null;
  return { code, text: message.text || code };
}

function oneValue(message: Message): string | undefined {
  return (codeOf(message) ?? message.text) || undefined;
}
