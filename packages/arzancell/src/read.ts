import type { Reply } from '@numroute/http';
import { type Action, type Body, classify } from './classify.ts';
import { isSuccess } from './failure.ts';

/**
 * A body in the light of its status. Words count at 4xx too, since nobody documents which status they
 * come with; from a server that failed (5xx) they prove nothing. Data counts only where the server says
 * that it succeeded.
 */
export function readBody(reply: Reply, action: Action): Body {
  const answered = isSuccess(reply) || (reply.status >= 400 && reply.status < 500);
  if (!answered) return { kind: 'protocol' };
  const body = classify(reply.text, action);
  return body.kind === 'data' && !isSuccess(reply) ? { kind: 'protocol' } : body;
}
