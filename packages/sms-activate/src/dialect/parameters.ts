import type { WireRequest } from '@numroute/core';

/** What a client sent, without what its language calls nothing. */
export type Parameters = ReadonlyMap<string, string>;

const blanks: ReadonlySet<string> = new Set(['', 'undefined', 'null', 'None']);

/** Query and form together; as in PHP, a form wins over the query and a GET has no form. */
export function parametersOf({ method, query, headers, body }: WireRequest): Parameters {
  const parameters = new Map<string, string>();
  const form = method === 'POST' ? formOf(headers['content-type'] ?? '', body) : [];
  for (const [name, value] of [...query, ...form]) {
    const text = value.trim();
    if (!blanks.has(text)) parameters.set(name, text);
  }
  return parameters;
}

function formOf(type: string, body: string): Iterable<readonly [string, string]> {
  const boundary = /^multipart\/form-data\b.*;\s*boundary="?([^";]+)/i.exec(type)?.[1];
  return boundary === undefined ? new URLSearchParams(body) : partsOf(body, boundary);
}

/** PHP's curl sends an array as multipart. Files are not expected. */
function partsOf(body: string, boundary: string): (readonly [string, string])[] {
  return body.split(`--${boundary}`).flatMap((part) => {
    const end = part.indexOf('\r\n\r\n');
    const name = /\bname="([^"]*)"/.exec(part.slice(0, Math.max(end, 0)))?.[1];
    return name === undefined ? [] : [[name, part.slice(end + 4)] as const];
  });
}
