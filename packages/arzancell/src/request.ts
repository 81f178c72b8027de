import type { RequestDescription } from '@numroute/http';
import type { Action } from './reply.ts';

/** Where the parameters of a call stand: in the address, or in a form that is posted. */
export type Transport = 'query' | 'post-form';

/**
 * The page's own curl samples put the parameters into a multipart body of a GET, which PHP does not
 * read; the query is what works. Switching to a form is the operator's choice, never a fallback:
 * the second try could buy again.
 */
export function describeRequest(
  transport: Transport,
  action: Action,
  parameters: Readonly<Record<string, string>> = {},
): RequestDescription {
  const fields = { action, ...parameters };
  const maxBytes = action === 'get_status' ? { maxBytes: 16_777_216 } : {};
  return transport === 'query'
    ? { query: fields, ...maxBytes }
    : { method: 'POST', form: fields, ...maxBytes };
}
