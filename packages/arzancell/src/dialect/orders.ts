import { codeOf, type Message, type Shop } from '@numroute/core';
import type { Word } from '../words.ts';

export async function showOrder(shop: Shop, parameters: URLSearchParams): Promise<string | Word> {
  const id = parameters.get('order_id');
  if (!id) return 'INVALID REQUEST';
  const { status, phone = '', messages } = await shop.fetchOrder(id);
  const code = latestCode(messages);
  if (code === '' && status === 'expired') return 'EXPIRED SMS TIME';
  // The format has no word for an order that was cancelled: it is forgotten.
  if (code === '' && (status === 'cancelled' || status === 'gone')) return 'INVALID ORDER ID';
  return JSON.stringify([{ phone, code }]);
}

export async function cancelOrder(shop: Shop, parameters: URLSearchParams): Promise<Word> {
  const id = parameters.get('order_id');
  if (!id) return 'INVALID REQUEST';
  const { status } = await shop.cancelOrder(id);
  if (status === 'cancelled') return 'CANCELED';
  return status === 'expired' ? 'EXPIRED SMS TIME' : 'UNCANCELLABLE ORDER';
}

/** The format has room for one code, and none for a text: a text without a code takes its place. */
function latestCode(messages: readonly Message[]): string {
  return messages.map((message) => codeOf(message) ?? message.text).findLast(Boolean) ?? '';
}
