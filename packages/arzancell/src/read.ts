import type { Reply } from '@numroute/http';
import { type Action, type Body, classify } from './classify.ts';
import { isSuccess } from './failure.ts';

/**
 * A body in the light of its status. Words count at 4xx and 5xx too, since nobody documents which
 * status they come with; data counts only where the server says that it succeeded.
 */
export function readBody(reply: Reply, action: Action): Body {
  if (reply.status >= 300 && reply.status < 400) return { kind: 'protocol' };
  const body = classify(reply.text, action);
  return body.kind === 'data' && !isSuccess(reply) ? { kind: 'protocol' } : body;
}
