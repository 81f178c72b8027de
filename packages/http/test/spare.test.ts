import { execFile } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { createConnection, createServer, type Socket } from 'node:net';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { socketCarrier } from '../src/wire/carrier.ts';
import { call, failure, listen, offer, open, purchaseCall } from './helpers.ts';

const pemFile = path.join(import.meta.dirname, 'fixtures/self-signed.pem');
const pem = readFileSync(pemFile);
const trusted = getCACertificates('default');
beforeAll(() => setDefaultCACertificates([...trusted, pem.toString()]));
afterAll(() => setDefaultCACertificates(trusted));
afterEach(() => vi.useRealTimers());

type Scheme = 'http' | 'https';

/** Sells; `connections` are those whose handshake is done. */
async function vendor(scheme: Scheme) {
  const connections: Socket[] = [];
  const bought: Socket[] = [];
  const listed = new EventEmitter();
  const answer = ({ url, socket }: IncomingMessage, response: ServerResponse): void => {
    if (url?.includes('action=buy')) bought.push(socket);
    response.end('OK 17 +447700900000');
  };
  const server = scheme === 'http' ? createHttp(answer) : createHttps({ key: pem, cert: pem }, answer);
  const wires: Socket[] = [];
  server.on('connection', (wire: Socket) => wires.push(wire));
  server.on(scheme === 'http' ? 'connection' : 'secureConnection', (socket: Socket) => {
    socket.on('error', () => undefined);
    connections.push(socket);
    listed.emit('connection');
  });
  const port = await listen(server);
  return {
    port,
    url: `${scheme}://127.0.0.1:${port}/api`,
    connections,
    bought,
    /** The TCP connection below. */
    wireOf: ({ remotePort }: Socket): Socket | undefined =>
      wires.find((wire) => wire.remotePort === remotePort),
    /** The connection of that number, from 0, as soon as it is there. */
    async connection(number: number): Promise<Socket> {
      while (connections[number] === undefined) await once(listed, 'connection');
      return connections[number];
    },
  };
}

/** Time for everything that is under way on the loopback. */
async function calm(): Promise<void> {
  for (let n = 0; n < 50; n += 1) await nextTurn();
}

const buy = (provider: ReturnType<typeof open>) => provider.purchase(offer, purchaseCall());

describe.each<Scheme>(['https', 'http'])('a spare connection, %s', (scheme) => {
  test('serves the next purchase, and no other', async () => {
    const { url, bought, connection } = await vendor(scheme);
    const provider = open(url);
    for (let n = 0; n < 3; n += 1) {
      await buy(provider);
      await connection(n + 1);
    }
    expect(bought).toEqual([await connection(0), await connection(1), await connection(2)]);
  });

  test('serves one of two purchases at once', async () => {
    const { url, bought, connection } = await vendor(scheme);
    const provider = open(url);
    await buy(provider);
    const spare = await connection(1);
    await Promise.all([buy(provider), buy(provider)]);
    expect(new Set(bought).size).toBe(3);
    expect(bought).toContain(spare);
  });

  test('is not opened for those who only read', async () => {
    const { url, connections } = await vendor(scheme);
    const provider = open(url);
    for (let n = 0; n < 3; n += 1) await provider.listOffers({}, call());
    await provider.fetchOrder('1', call());
    await calm();
    expect(connections).toHaveLength(1);
  });

  test('is closed when it was not used for 4 s; lists open three more, until the next purchase', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const { url, connections, bought, connection } = await vendor(scheme);
    const provider = open(url);
    await buy(provider);
    // Number 2 is the lists' own.
    for (const number of [1, 3, 4, 5]) {
      const spare = await connection(number);
      const closed = once(spare, 'close');
      vi.advanceTimersByTime(3_999);
      await provider.listOffers({}, call());
      await calm();
      expect(spare.destroyed).toBe(false);
      vi.advanceTimersByTime(1);
      await closed;
      await provider.listOffers({}, call());
    }
    await calm();
    expect(connections).toHaveLength(6);
    await buy(provider);
    await connection(7);
    expect(bought[1]).toBe(connections[6]);
  });

  test('is not used when it is old, even if the process slept over its end', async () => {
    const { url, bought, connection } = await vendor(scheme);
    const provider = open(url);
    await buy(provider);
    const spare = await connection(1);
    const now = performance.now();
    vi.spyOn(performance, 'now').mockReturnValue(now + 4_000);
    await buy(provider);
    vi.restoreAllMocks();
    expect(bought).not.toContain(spare);
  });

  test('is closed with the provider', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { url, connection } = await vendor(scheme);
    const provider = open(url);
    await buy(provider);
    const closed = once(await connection(1), 'close');
    await provider.close?.();
    await closed;
  });

  test('does not keep a process alive', async () => {
    const { url, connections } = await vendor(scheme);
    const script = path.join(import.meta.dirname, 'fixtures/buy-and-stay-open.ts');
    const args = ['--conditions=@numroute/source', '--disable-warning=ExperimentalWarning', script, url];
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: pemFile };
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    expect(stdout).toBe('bought, idle, ended\n');
    expect(connections.length).toBeGreaterThan(1);
  }, 20_000);

  type Ending = (socket: Socket, wire: Socket | undefined) => unknown;
  const ends: Record<string, Ending> = {
    'says goodbye': (socket) => socket.end(),
    'hangs up': (socket) => socket.destroy(),
    resets: (_socket, wire) => wire?.resetAndDestroy(),
    'speaks before it is asked': (socket) => socket.write('HTTP/1.1 408 Request Timeout\r\n\r\n'),
  };
  for (const [name, end] of Object.entries(ends)) {
    test(`the vendor ${name} before the purchase: it goes on a new one, and there is no spare for a while`, async () => {
      const { url, connections, bought, connection, wireOf } = await vendor(scheme);
      const provider = open(url);
      await buy(provider);
      const spare = await connection(1);
      await calm();
      end(spare, wireOf(spare));
      await calm();
      expect(await buy(provider)).toMatchObject({ id: '17' });
      await provider.listOffers({}, call());
      await calm();
      expect(bought).toEqual([connections[0], connections[2]]);
      // The lists' own is the last.
      expect(connections).toHaveLength(4);
    });

    test(`the vendor ${name} while nobody listens, just before the purchase: it goes on a new one`, async () => {
      const { url, connections, bought, connection, wireOf } = await vendor(scheme);
      const provider = open(url);
      await buy(provider);
      const spare = await connection(1);
      await calm();
      // What goes on from here goes on before the event loop has looked at its sockets again.
      await provider.fetchOrder('1', call());
      end(spare, wireOf(spare));
      expect(await buy(provider)).toMatchObject({ id: '17' });
      expect(bought).toEqual([connections[0], connections[3]]);
    });

    if (name === 'speaks before it is asked') continue;

    test(`the vendor ${name} while the purchase is on its way: nobody knows, and nothing is sent again`, async () => {
      const { port, bought, connection, wireOf } = await vendor(scheme);
      const line = await telephone(port);
      const provider = open(`${scheme}://127.0.0.1:${line.port}/api`);
      await buy(provider);
      const spare = await connection(1);
      await calm();
      line.holdUntilAsked();
      end(spare, wireOf(spare));
      await calm();
      const error = await failure(buy(provider));
      expect(error.code).toBe('OUTCOME_UNKNOWN');
      expect(error.moneyMayHaveMoved).toBe(true);
      await calm();
      // A vendor that only says goodbye still hears it.
      expect(bought.slice(1)).toEqual(name === 'says goodbye' ? [spare] : []);
    });
  }
});

describe('a spare that a purchase took while its handshake was going on', () => {
  const ends: Record<string, (line: Socket) => unknown> = {
    'is reset': (line) => line.resetAndDestroy(),
    'stays silent for 10 s': () => vi.advanceTimersByTime(10_000),
  };
  for (const [name, end] of Object.entries(ends)) {
    test(`${name}: the purchase never left`, async () => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      const { port, bought, connection } = await vendor('https');
      const line = await telephone(port);
      const provider = open(`https://127.0.0.1:${line.port}/api`, { purchaseTimeoutMs: 60_000 });
      line.answerNobodyAfter(1);
      await buy(provider);
      await connection(0);
      const spare = await line.call(1);
      const error = failure(buy(provider));
      await calm();
      end(spare);
      expect((await error).code).toBe('UNAVAILABLE');
      expect((await error).moneyMayHaveMoved).toBe(false);
      expect((await error).message).toContain('never left');
      expect(bought).toHaveLength(1);
    });
  }

  test('and is done then: the purchase goes on it', async () => {
    const { port, bought, connection } = await vendor('https');
    const line = await telephone(port);
    const provider = open(`https://127.0.0.1:${line.port}/api`);
    await buy(provider);
    await line.call(1);
    line.hold();
    const second = buy(provider);
    await calm();
    line.release();
    expect(await second).toMatchObject({ id: '17' });
    expect(bought[1]).toBe(await connection(1));
    await line.call(2);
    expect(line.calls).toHaveLength(3);
  });
});

test('a provider that is closed while it buys opens none', async () => {
  const { port, connections } = await vendor('https');
  const line = await telephone(port);
  const provider = open(`https://127.0.0.1:${line.port}/api`);
  line.hold();
  const bought = buy(provider);
  await line.call(0);
  await provider.close?.();
  line.release();
  expect(await bought).toMatchObject({ id: '17' });
  await calm();
  expect(connections).toHaveLength(1);
});

test('a spare of one host serves no other', async () => {
  const [one, another] = [await vendor('http'), await vendor('http')];
  const carrier = socketCarrier(undefined);
  onTestFinished(() => carrier.close());
  for (const { url } of [one, another]) {
    const request = { method: 'GET', url: new URL(`${url}?action=buy`), headers: {} } as const;
    await carrier.carry(request, { fresh: true, maxBytes: 100, timeoutMs: 5_000 });
    await one.connection(1);
  }
  expect([one.bought.length, another.bought.length]).toEqual([1, 1]);
});

/** A line to the vendor that may be slow: what the vendor does arrives when the test wants it. */
async function telephone(port: number) {
  const calls: Socket[] = [];
  const came = new EventEmitter();
  let answered = Number.POSITIVE_INFINITY;
  let isHeld = false;
  let asked = (): void => undefined;
  const waiting: (() => void)[] = [];
  const release = (): void => {
    isHeld = false;
    for (const what of waiting.splice(0)) what();
  };
  const server = createServer({ allowHalfOpen: true }, (client) => {
    client.on('error', () => undefined);
    calls.push(client);
    came.emit('call');
    if (calls.length > answered) return;
    const far = createConnection({ port, host: '127.0.0.1', allowHalfOpen: true });
    const pass = (what: () => void): void => {
      if (isHeld) waiting.push(what);
      else what();
    };
    far.on('data', (data) => pass(() => client.write(data)));
    far.on('end', () => pass(() => client.end()));
    far.on('error', () => pass(() => client.resetAndDestroy()));
    client.on('data', (data) => {
      far.write(data);
      asked();
    });
    client.on('end', () => far.end());
    client.on('close', () => far.destroy());
  });
  return {
    port: await listen(server),
    calls,
    hold(): void {
      isHeld = true;
    },
    holdUntilAsked(): void {
      isHeld = true;
      asked = release;
    },
    release,
    answerNobodyAfter(number: number): void {
      answered = number;
    },
    async call(number: number): Promise<Socket> {
      while (calls[number] === undefined) await once(came, 'call');
      return calls[number];
    },
  };
}
