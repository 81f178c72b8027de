import type { WireRequest } from '@numroute/core';
import type { FastifyRequest } from 'fastify';

/** What a client's language sends for nothing. */
const blanks: ReadonlySet<string> = new Set(['undefined', 'null', 'None']);

/**
 * A request as a dialect reads it. Old clients put their parameters into the query or into a body of
 * any form, with GET or with POST, so all of them come as a GET's query; where a name comes twice
 * the body wins over the query, and the later over the earlier, as in PHP.
 */
export async function wireRequestOf(request: FastifyRequest): Promise<WireRequest> {
  const { raw, body, headers } = request;
  const url = raw.url ?? '/';
  const mark = url.indexOf('?');
  const sent: Iterable<readonly [string, string]> = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
  const form =
    typeof body === 'string' && body !== '' ? await formOf(body, headers['content-type']) : undefined;
  return {
    method: 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: form ? tidied([...sent, ...form]) : tidied(sent),
    // The only one that may be a list is a server's.
    headers: headers as Readonly<Record<string, string>>,
    body: '',
  };
}

/** The last of each name, and none that says nothing. */
function tidied(sent: Iterable<readonly [string, string]>): URLSearchParams {
  const last = new Map<string, string>();
  let isTidy = sent instanceof URLSearchParams;
  for (const [name, value] of sent) {
    isTidy &&= !last.has(name) && !blanks.has(value.trim());
    last.set(name, value);
  }
  // As nearly every request is.
  if (isTidy) return sent as URLSearchParams;
  return new URLSearchParams([...last].filter(([, value]) => !blanks.has(value.trim())));
}

async function formOf(body: string, type = ''): Promise<Iterable<readonly [string, string]>> {
  const kind = type.toLowerCase();
  if (kind.startsWith('application/json')) return membersOf(body);
  if (!kind.startsWith('multipart/form-data')) return new URLSearchParams(body);
  try {
    const form = await new Response(body, { headers: { 'content-type': type } }).formData();
    return [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  } catch {
    return [];
  }
}

function membersOf(body: string): (readonly [string, string])[] {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null) return [];
    return Object.entries(parsed).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, String(value)] as const] : [],
    );
  } catch {
    return [];
  }
}
