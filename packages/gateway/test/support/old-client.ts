import { TOKEN } from './gateway.ts';

/** Sends parameters as an old program does; answers with what came, character for character. */
export type Ask = (parameters: Readonly<Record<string, string>>) => Promise<string>;

export type Manner = 'GET' | 'POST form' | 'POST query' | 'GET multipart' | 'POST json';

/** A plain HTTP client at one address. */
export function oldClient(
  url: string,
  { key = 'api_key', token = TOKEN, manner = 'GET' as Manner, headers = {} as Record<string, string> } = {},
): Ask {
  return async (parameters) => {
    const all = new URLSearchParams({ ...parameters, [key]: token });
    const response = await send(url, all, manner, headers);
    return await response.text();
  };
}

async function send(
  url: string,
  parameters: URLSearchParams,
  manner: Manner,
  headers: Record<string, string>,
): Promise<Response> {
  switch (manner) {
    case 'GET':
      return await fetch(`${url}?${parameters}`, { headers });
    case 'POST query':
      return await fetch(`${url}?${parameters}`, { method: 'POST', headers });
    case 'POST form':
      return await fetch(url, { method: 'POST', body: parameters, headers });
    case 'POST json':
      return await fetch(url, {
        method: 'POST',
        body: JSON.stringify(Object.fromEntries(parameters)),
        headers: { ...headers, 'content-type': 'application/json' },
      });
    case 'GET multipart':
      return await getWithBody(url, parameters);
  }
}

/** As `curl -X GET -F` sends it; `fetch` refuses to. */
async function getWithBody(url: string, parameters: URLSearchParams): Promise<Response> {
  const { request } = await import('node:http');
  const form = new FormData();
  for (const [name, value] of parameters) form.set(name, value);
  const { headers, body } = await new Response(form).blob().then(async (blob) => ({
    headers: { 'content-type': blob.type, 'content-length': blob.size },
    body: Buffer.from(await blob.arrayBuffer()),
  }));
  return await new Promise((resolve, reject) => {
    const sent = request(url, { method: 'GET', headers }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.on('end', () => resolve(new Response(Buffer.concat(chunks), { status: reply.statusCode ?? 0 })));
    });
    sent.once('error', reject);
    sent.end(body);
  });
}
