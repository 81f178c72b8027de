import { inSlices, type NumrouteError } from '@numroute/core';
import type { Reply } from '../adapter.ts';
import { unexpected } from '../reading/failure.ts';
import { isSuccess } from '../reading/reply.ts';

/**
 * Reads a list in slices. What its reader calls a `SyntaxError` is a reply that is no such list.
 *
 * @throws {NumrouteError} UNREADABLE, or what the status means.
 */
export async function readSteps(reply: Reply, steps: Generator<void, void>): Promise<void> {
  try {
    await inSlices(steps);
  } catch (error) {
    throw error instanceof SyntaxError ? unexpected(reply) : error;
  }
}

/**
 * The text of a list of rows, as it came.
 *
 * @throws {NumrouteError} What `errorOf` makes of a reply that failed, or is an object: the vendor says something else.
 */
export function listOf(reply: Reply, errorOf: (reply: Reply) => NumrouteError): string | Iterable<string> {
  // So short a list is joined already.
  if (!isSuccess(reply) || (!reply.parts && reply.text.startsWith('{'))) throw errorOf(reply);
  return reply.parts ?? reply.text;
}
