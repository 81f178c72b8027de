import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** Why a request's `Host` is refused. */
export type HostFault = 'several' | 'unknown';

/** Whether a host, with a port or without one, is an IP address or one of these names. */
export function ownHosts(names: Iterable<string>): (host: string) => boolean {
  const known = new Set([...names].map((name) => name.toLowerCase()));
  return (host) => {
    const [, literal, name] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d*)?$/.exec(host) ?? [];
    if (literal !== undefined) return isIP(literal) === 6;
    return name !== undefined && (isIP(name) === 4 || known.has(name.toLowerCase()));
  };
}

/**
 * Checks whom a request is addressed to. A page on the web can make its own name lead to this machine,
 * and a browser then lets the page read the answers: so a name must be one that was configured. An IP
 * address in its place is no name that somebody else could have, and passes.
 */
export function hostCheck(names: Iterable<string>): (request: IncomingMessage) => HostFault | undefined {
  const isOurs = ownHosts(names);
  return ({ rawHeaders, headers }) => {
    let hosts = 0;
    for (let at = 0; at < rawHeaders.length; at += 2) if (isHost(rawHeaders[at])) hosts += 1;
    if (hosts > 1) return 'several';
    // HTTP/1.0 may say none; no browser speaks it.
    return headers.host === undefined || isOurs(headers.host) ? undefined : 'unknown';
  };
}

const isHost = (name: string | undefined): boolean => name?.length === 4 && name.toLowerCase() === 'host';
