import { codeOf, type Message, type Order } from '@numroute/core';

/** The first SMS of an order, with its code, or its whole text where no code is recognised; undefined where there is none of both. */
export function codeIn({
  messages: [message],
}: Order): { readonly code: string; readonly message: Message } | undefined {
  const code = message && (codeOf(message) ?? message.text);
  return message && code !== undefined ? { code, message } : undefined;
}
