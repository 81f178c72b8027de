import type { PurchaseOutcome, Reply } from '../adapter.ts';
import { sampleOf } from './reply.ts';

/**
 * The outcome of a purchase whose reply proves neither a sale nor a refusal. The reply itself is the evidence:
 * an id or a phone in it is a strong lead.
 */
export function unproven(reply: Reply): PurchaseOutcome {
  return { outcome: 'unknown', why: sampleOf(reply) || 'an empty reply' };
}
