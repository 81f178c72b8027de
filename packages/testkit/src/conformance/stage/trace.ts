import type { World } from '../../world/world.ts';
import { withoutSecret } from './secret.ts';
import type { Exchange, Wire } from './wire.ts';

const REQUEST_LENGTH = 200;
const REPLY_LENGTH = 300;

/** What the kit saw until a case failed, each fact a line: without the key, and short. */
export function traceOf(
  { secret, orders }: Pick<World, 'secret' | 'orders'>,
  wire: Wire | undefined,
): string[] {
  const sold = `${counted(orders.length, 'order')} sold`;
  if (!wire) return [sold];
  const last = wire.last;
  return [
    ...wire.thrown.slice(0, 1).map((error) => `the dialect threw ${throwOf(error, secret)}`),
    ...(last ? [exchangeText(last, wire, secret)] : []),
    `${counted(wire.requests.length, 'request')} arrived, ${sold}`,
  ];
}

function exchangeText({ request, reply, fault, threw }: Exchange, { path }: Wire, secret: string): string {
  const { method, query, body, headers } = request;
  const asked = query.size > 0 ? `?${query}` : '';
  // A key that travels under the wrong name is told by that name.
  const keys = Object.entries(headers).flatMap(([name, value]) => (value.includes(secret) ? [name] : []));
  const carried = keys.map((name) => ` [${name}: <key>]`).join('');
  const sent = withoutSecret(`${method} ${request.path}${asked}${carried} ${body}`, secret, REQUEST_LENGTH);
  const got = reply
    ? `HTTP ${reply.status ?? 200} ${withoutSecret(JSON.stringify(reply.body), secret, REPLY_LENGTH)}`
    : undefined;
  const broke = fault && `${fault} by the kit`;
  const none = threw
    ? 'HTTP 500 from the sandbox, because the dialect threw'
    : `HTTP 404 from the sandbox, because the dialect listens at ${path}`;
  return `last request: ${sent} → ${[got, broke].filter((part) => part !== undefined).join(', then ') || none}`;
}

/** An error with the place in the author's files where it was thrown. */
function throwOf(error: unknown, secret: string): string {
  if (!(error instanceof Error)) return withoutSecret(String(error), secret, REQUEST_LENGTH);
  const places = (error.stack ?? '').matchAll(
    /(?:\(|at (?:async )?)(?:file:\/\/)?([^()\s]+):(\d+):\d+\)?$/gm,
  );
  const [place] = [...places].filter(([, file = '']) => !/^node:|\/node_modules\//.test(file));
  const [, file = '', line = ''] = place ?? [];
  const where = place ? ` at ${file.split('/').slice(-2).join('/')}:${line}` : '';
  return withoutSecret(`${error.name}: ${error.message}${where}`, secret, REPLY_LENGTH);
}

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
