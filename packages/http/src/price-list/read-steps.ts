import { inSlices } from '@numroute/core';
import type { Reply } from '../adapter.ts';
import { unexpected } from '../reading/failure.ts';

/**
 * Reads a list in slices. What its reader calls a `SyntaxError` is a reply that is not understood.
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
