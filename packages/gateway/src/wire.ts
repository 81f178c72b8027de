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
  const query = lastOfEach(new URLSearchParams(mark < 0 ? '' : url.slice(mark)));
  if (typeof body === 'string' && body !== '') {
    for (const [name, value] of await formOf(body, headers['content-type'])) query.set(name, value);
  }
  for (const [name, value] of [...query]) if (blanks.has(value.trim())) query.delete(name);
  return {
    method: 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query,
    // The only one that may be a list is a server's.
    headers: headers as Readonly<Record<string, string>>,
    body: '',
  };
}

function lastOfEach(parameters: URLSearchParams): URLSearchParams {
  const last = new Map(parameters);
  return last.size === parameters.size ? parameters : new URLSearchParams([...last]);
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
