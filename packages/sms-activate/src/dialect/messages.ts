import { codeOf, type Message } from '@numroute/core';

/** What STATUS_OK says: the newest code, or the whole text where no code is found in it. */
export function saidBy(messages: readonly Message[]): string | undefined {
  return messages.map(oneValue).findLast((value) => value !== undefined);
}

/** The newest message that says something. */
export function newestOf(messages: readonly Message[]): Message | undefined {
  return messages.findLast((message) => oneValue(message) !== undefined);
}

function oneValue(message: Message): string | undefined {
  return (codeOf(message) ?? message.text) || undefined;
}
