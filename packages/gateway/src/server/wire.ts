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
  const [path, query] = partsOf(raw.url ?? '/');
  const sent: Iterable<readonly [string, string]> = new URLSearchParams(query);
  const form =
    typeof body === 'string' && body !== '' ? await formOf(body, headers['content-type']) : undefined;
  return {
    method: 'GET',
    path,
    query: form ? tidied([...sent, ...form]) : tidied(sent),
    // The only one that may be a list is a server's.
    headers: headers as Readonly<Record<string, string>>,
    body: '',
  };
}

/** A request as it came, below the dialect's own root: without the name of the mount in front of it. */
export function wholeRequestOf({ method, raw, body, headers }: FastifyRequest, mount: string): WireRequest {
  const [address, query] = partsOf(raw.url ?? '/');
  const steps = address.split('/').filter((step) => step !== '');
  return {
    method,
    path: `/${(steps[0] === mount ? steps.slice(1) : steps).join('/')}`,
    query: new URLSearchParams(query),
    headers: headers as Readonly<Record<string, string>>,
    body: typeof body === 'string' ? body : '',
  };
}

function partsOf(url: string): readonly [path: string, query: string] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
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
