import { type AgentOptions, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { HttpProxyAgent, HttpsProxyAgent } from 'hpagent';
import { KEPT_MS, keepWithCare } from './keeping.ts';
import type { ProxyAccess } from './proxy.ts';
import { openThroughSocks } from './socks.ts';
import { basic } from './wire.ts';

export interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

export const CONNECT_MS = 10_000;

/** A pool for reads, or sockets that serve once: on a used one, a reset proves nothing. */
export function createAgents(use: 'pool' | 'once', proxy: ProxyAccess | undefined): Agents {
  const keepAlive = use === 'pool';
  const options = { keepAlive, maxSockets: 16, maxFreeSockets: 4, ...(keepAlive && { timeout: KEPT_MS }) };
  const agents = agentsOf(options, proxy);
  if (keepAlive) keepWithCare(agents);
  return agents;
}

export function destroyAgents(agents: Agents): void {
  agents.http.destroy();
  agents.https.destroy();
}

function agentsOf(options: AgentOptions, proxy: ProxyAccess | undefined): Agents {
  if (proxy?.url.protocol === 'socks5:') return socksAgents(options, proxy);
  if (!proxy) return { http: new HttpAgent(options), https: new HttpsAgent(options) };
  const { url, auth } = proxy;
  const proxied = {
    ...options,
    timeout: CONNECT_MS,
    proxy: url.href,
    ...(auth && {
      proxyRequestOptions: { headers: { 'proxy-authorization': basic(undefined, auth.reveal()) } },
    }),
  };
  return { http: new HttpProxyAgent(proxied), https: new HttpsProxyAgent(proxied) };
}

type Open = HttpAgent['createConnection'];

function socksAgents(options: AgentOptions, proxy: ProxyAccess): Agents {
  const http = new HttpAgent(options);
  const https = new HttpsAgent(options);
  const secure = https.createConnection.bind(https);
  http.createConnection = openingThrough(proxy, (socket) => socket);
  // The host stays among the options: the certificate has to be the vendor's, also where the host is an IP address.
  https.createConnection = openingThrough(proxy, (socket, wanted) => {
    const tunnelled: typeof wanted & { readonly socket: Socket } = { ...wanted, socket };
    return secure(tunnelled);
  });
  return { http, https };
}

function openingThrough(
  proxy: ProxyAccess,
  finish: (socket: Socket, wanted: Parameters<Open>[0]) => ReturnType<Open>,
): Open {
  const open = async (wanted: Parameters<Open>[0]): Promise<Duplex> => {
    const destination = { host: String(wanted.host), port: Number(wanted.port) };
    const socket = await openThroughSocks(proxy, destination, CONNECT_MS);
    return finish(socket, wanted) ?? socket;
  };
  return (wanted, done) => {
    open(wanted).then(
      (socket) => done?.(null, socket),
      (error: Error) => (done as ((error: Error) => void) | undefined)?.(error),
    );
    return undefined;
  };
}
