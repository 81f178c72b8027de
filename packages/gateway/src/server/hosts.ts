import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** Why a request's `Host` is refused. */
export type HostFault = 'several' | 'unknown';

/**
 * Checks whom a request is addressed to. A page on the web can make its own name lead to this machine,
 * and a browser then lets the page read the answers: so a name must be one that was configured. An IP
 * address in its place is no name that somebody else could have, and passes.
 */
export function hostCheck(names: Iterable<string>): (request: IncomingMessage) => HostFault | undefined {
  const known = new Set([...names].map((name) => name.toLowerCase()));
  return ({ rawHeaders, headers }) => {
    let hosts = 0;
    for (let at = 0; at < rawHeaders.length; at += 2) if (isHost(rawHeaders[at])) hosts += 1;
    if (hosts > 1) return 'several';
    // HTTP/1.0 may say none; no browser speaks it.
    if (headers.host === undefined) return undefined;
    const [, literal, name] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d*)?$/.exec(headers.host) ?? [];
    if (literal !== undefined) return isIP(literal) === 6 ? undefined : 'unknown';
    return name !== undefined && (isIP(name) === 4 || known.has(name.toLowerCase())) ? undefined : 'unknown';
  };
}

const isHost = (name: string | undefined): boolean => name?.length === 4 && name.toLowerCase() === 'host';
