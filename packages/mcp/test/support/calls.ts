import { TOKEN } from '../../../gateway/test/support/gateway.ts';
import type { Said } from './agent.ts';

/** What a host sends for one call of a tool, and nothing around it: a thousand agents have one process here. */
export async function callAt(
  url: string,
  name: string,
  given: object,
  { token = TOKEN, signal }: { readonly token?: string; readonly signal?: AbortSignal } = {},
): Promise<Said> {
  const answer = await fetch(`${url}/mcp`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: given } }),
    ...(signal && { signal }),
  });
  const text = await answer.text();
  const line = text.startsWith('{') ? text : (/^data: (\{.*)$/m.exec(text)?.[1] ?? '{}');
  const { result, error } = JSON.parse(line);
  if (!result) throw new Error(`${name}: ${answer.status} ${JSON.stringify(error ?? text)}`);
  return { isError: result.isError === true, ...result.structuredContent };
}
