import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import { inspect } from 'node:util';
import {
  type Call,
  money,
  NumrouteError,
  type Offer,
  type Provider,
  type PurchaseCall,
} from '@numroute/core';
import { onTestFinished } from 'vitest';
import { type Adapter, type ConnectionSettings, createHttpProvider } from '../src/index.ts';

export const KEY = 'a+b/c=&%"é';

export interface Vendor {
  readonly url: string;
  readonly requests: IncomingMessage[];
  readonly sockets: Socket[];
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** On a free port until the test ends, which cuts every connection. */
export async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

export async function serve(handler: Handler): Promise<Vendor> {
  const requests: IncomingMessage[] = [];
  const sockets: Socket[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    sockets.push(request.socket);
    handler(request, response);
  });
  return { url: `http://127.0.0.1:${await listen(server)}/api`, requests, sockets };
}

/** A port that refuses: it was bound a moment ago and is free now. */
export async function refusingUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/api`;
}

export const offer: Offer = {
  provider: 'demo',
  service: 'telegram',
  country: 'GB',
  price: money('0.5', 'USD'),
  stock: 3,
  handle: 'tg',
};

/** Words: `OK id phone` sells, `NONE` refuses, everything else proves nothing. */
export function adapterWith(changes: Partial<Adapter> = {}): Adapter {
  return {
    manifest: {
      id: 'demo',
      apiVersion: 1,
      limits: { requests: 10, perMs: 1000, concurrent: 2 },
      traits: { priceGuard: false, stock: 'exact', refundsOnCancel: true },
      timing: { pollMs: 1000 },
    },
    auth: { in: 'query', name: 'api_key' },
    async listOffers(send) {
      const reply = await send({ query: { action: 'list' } });
      return reply.text === '' ? [] : [offer];
    },
    purchase: {
      describe: ({ handle }) => ({ query: { action: 'buy', service: handle } }),
      read({ text }) {
        const [word = '', id = '', phone = ''] = text.split(' ');
        if (word === 'OK') {
          return { outcome: 'accepted', receipt: { id, phone, status: 'open', messages: [] } };
        }
        if (word === 'NONE') return { outcome: 'rejected', code: 'OUT_OF_STOCK', word: text };
        return { outcome: 'unknown', why: `unexpected reply ${text}` };
      },
    },
    async fetchOrder(send, id) {
      const { status, text } = await send({ query: { action: 'status', id } });
      if (status !== 200) {
        throw new NumrouteError('UNAVAILABLE', `demo says ${text}`, { vendorWord: text });
      }
      return { id, status: 'open', messages: [{ text }] };
    },
    ...changes,
  };
}

export function open(
  baseUrl: string,
  settings: Partial<ConnectionSettings> = {},
  adapter: Adapter = adapterWith(),
): Provider {
  const provider = createHttpProvider(adapter, {
    baseUrl,
    apiKey: KEY,
    allowInsecureHttp: true,
    timeoutMs: 700,
    purchaseTimeoutMs: 700,
    warn: () => undefined,
    ...settings,
  });
  onTestFinished(() => provider.close?.());
  return provider;
}

export function call(signal: AbortSignal = new AbortController().signal): Call {
  return { signal };
}

export function purchaseCall(signal?: AbortSignal): PurchaseCall {
  return { ...call(signal), maxPrice: money('1', 'USD') };
}

export async function failure(work: Promise<unknown>): Promise<NumrouteError> {
  try {
    await work;
  } catch (error) {
    if (NumrouteError.is(error)) return error;
    throw new Error(`not a NumrouteError: ${inspect(error)}`);
  }
  throw new Error('it did not fail');
}

/** Everywhere an error may be written to. */
export function sinks(error: Error): string {
  const own = Object.getOwnPropertyNames(error).map((name) => String(Reflect.get(error, name)));
  const clone = inspect(structuredClone(error), { depth: Number.POSITIVE_INFINITY });
  return [
    String(error),
    error.message,
    error.stack ?? '',
    JSON.stringify(error),
    inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true, maxStringLength: null }),
    clone,
    ...own,
  ].join('\n');
}

export function spellings(key: string): string[] {
  const base64 = Buffer.from(key).toString('base64');
  return [
    key,
    encodeURIComponent(key),
    encodeURIComponent(key).toLowerCase(),
    new URLSearchParams({ k: key }).toString().slice(2),
    JSON.stringify(key).slice(1, -1),
    base64,
    base64.replace(/=+$/, ''),
    encodeURIComponent(base64),
    key.replace('&', '&amp;').replace('"', '&quot;'),
    'a+b/c',
    'a%2Bb',
  ];
}
