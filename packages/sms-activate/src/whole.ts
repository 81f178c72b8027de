import { NumrouteError } from '@numroute/core';
import type { Reply, RequestDescription, Send } from '@numroute/http';
import { readBody } from './reply.ts';

/**
 * Asks for a code or an amount. A text that may have been cut off is asked for once more, and believed
 * where it comes twice: half a code would be delivered, and half a balance would be a charge. A cut JSON
 * shows itself.
 *
 * @throws {NumrouteError} UNAVAILABLE Two replies differ.
 */
export async function sendWhole(send: Send, request: RequestDescription): Promise<Reply> {
  const reply = await send(request);
  const body = readBody(reply);
  const hasValue = body.kind === 'text' && /[:\d]/.test(body.text);
  if (!hasValue || !reply.openEnded) return reply;
  const again = await send(request);
  if (again.text === reply.text || !again.openEnded) return again;
  throw new NumrouteError('UNAVAILABLE', 'the reply was cut off, or changed between two requests', {});
}
