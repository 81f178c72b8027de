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
  const [path = '/', ...query] = (request.raw.url ?? '/').split('?');
  const given = new Map<string, string>();
  const form =
    typeof request.body === 'string' && request.body !== ''
      ? await formOf(request.body, request.headers['content-type'])
      : [];
  for (const [name, value] of [...new URLSearchParams(query.join('?')), ...form]) {
    if (!blanks.has(value.trim())) given.set(name, value);
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string') headers[name] = value;
  }
  return { method: 'GET', path, query: new URLSearchParams([...given]), headers, body: '' };
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
