import { createServer as createHttpServer } from 'node:http';
import { createConnection, createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { listen } from './helpers.ts';

export interface TestProxy {
  readonly url: string;
  /** `host:port` of every tunnel that was asked for by somebody who may. */
  readonly asked: string[];
  /** What it was told as user and password, `user:password`. */
  readonly told: string[];
  /** Cuts every connection. */
  cut(): void;
}

export interface ProxyHabits {
  /** `user:password` */
  readonly wants?: string;
  readonly refuses?: boolean;
  /** Before the tunnel: when it was asked for. After it: as soon as it said that there is one. */
  readonly dies?: 'before the tunnel' | 'after the tunnel';
  /** No tunnel is opened before. */
  readonly opens?: Promise<void>;
  /** Where every tunnel leads, whatever was asked for. */
  readonly leadsTo?: number;
}

type Habits = ProxyHabits & { readonly sockets: Set<Duplex> };

/** Answers CONNECT. */
export async function httpProxy(given: ProxyHabits = {}): Promise<TestProxy> {
  const habits: Habits = { ...given, sockets: new Set() };
  const asked: string[] = [];
  const told: string[] = [];
  const server = createHttpServer().on('connect', async ({ url = '', headers }, client: Duplex) => {
    client.on('error', () => undefined);
    const header = headers['proxy-authorization'];
    if (header !== undefined) told.push(Buffer.from(header.replace(/^Basic /, ''), 'base64').toString());
    if (habits.wants !== undefined && told.at(-1) !== habits.wants) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\n\r\n');
      return;
    }
    asked.push(url);
    await habits.opens;
    if (habits.dies === 'before the tunnel') client.destroy();
    else if (habits.refuses) client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    else lead(client, url, habits, 'HTTP/1.1 200 OK\r\n\r\n');
  });
  return { url: `http://127.0.0.1:${await listen(server)}`, asked, told, cut: () => cut(habits) };
}

/** Speaks RFC 1928 and 1929, one whole message a packet, as the client does. */
export async function socksProxy(given: ProxyHabits = {}): Promise<TestProxy> {
  const habits: Habits = { ...given, sockets: new Set() };
  const asked: string[] = [];
  const told: string[] = [];
  const server = createServer(async (client) => {
    client.on('error', () => undefined);
    const [, , ...methods] = await message(client);
    const method = habits.wants === undefined ? 0 : 2;
    client.write(Buffer.of(5, methods.includes(method) ? method : 0xff));
    if (!methods.includes(method)) return;
    if (method === 2) {
      const login = await message(client);
      const user = login.subarray(2, 2 + (login[1] ?? 0));
      told.push(`${user}:${login.subarray(3 + user.length)}`);
      const isRight = told.at(-1) === habits.wants;
      client.write(Buffer.of(1, isRight ? 0 : 1));
      if (!isRight) return;
    }
    const wish = await message(client);
    const host = wish[3] === 1 ? wish.subarray(4, 8).join('.') : wish.subarray(5, -2).toString();
    const target = `${host}:${wish.readUInt16BE(wish.length - 2)}`;
    asked.push(target);
    await habits.opens;
    const answer = (code: number): Buffer => Buffer.of(5, code, 0, 1, 0, 0, 0, 0, 0, 0);
    if (habits.dies === 'before the tunnel') client.destroy();
    else if (habits.refuses) client.end(answer(5));
    else lead(client, target, habits, answer(0));
  });
  return { url: `socks5://127.0.0.1:${await listen(server)}`, asked, told, cut: () => cut(habits) };
}

function lead(client: Duplex, target: string, habits: Habits, yes: string | Buffer): void {
  const { hostname, port } = new URL(`http://${target}`);
  const upstream = createConnection(habits.leadsTo ?? Number(port), habits.leadsTo ? '127.0.0.1' : hostname);
  upstream.once('connect', () => {
    client.write(yes);
    if (habits.dies === 'after the tunnel') cut(habits);
    else upstream.pipe(client).pipe(upstream);
  });
  for (const socket of [client, upstream]) {
    habits.sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => [client, upstream].map((one) => one.destroy()));
  }
}

function cut({ sockets }: Habits): void {
  for (const socket of sockets) socket.destroy();
}

/** A client that hangs up says nothing more. */
function message(client: Socket): Promise<Buffer> {
  return new Promise((resolve) => client.once('data', resolve));
}
