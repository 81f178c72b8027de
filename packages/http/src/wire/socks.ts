import type { Socket } from 'node:net';
import { type ProxyAccess, userAndPassword } from './proxy.ts';

/** The port of SOCKS where an address names none. */
const USUAL_PORT = 1080;

/**
 * A connection to the vendor through a SOCKS5 proxy, which resolves the name. Nothing was sent on it.
 *
 * @throws What `socks` throws: it holds the password.
 */
export async function openThroughSocks(
  { url, auth }: ProxyAccess,
  destination: { readonly host: string; readonly port: number },
  timeoutMs: number,
): Promise<Socket> {
  // Only here: whoever uses no such proxy does not load it.
  const { SocksClient } = await import('socks');
  const [userId, password] = userAndPassword(auth?.reveal() ?? '');
  const { socket } = await SocksClient.createConnection({
    command: 'connect',
    proxy: {
      type: 5,
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: Number(url.port || USUAL_PORT),
      ...(auth && { userId, password }),
    },
    destination,
    timeout: timeoutMs,
    set_tcp_nodelay: true,
  });
  return socket;
}
