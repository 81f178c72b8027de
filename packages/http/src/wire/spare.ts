import { connect, isIP, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { type Agents, CONNECT_MS } from './agents.ts';

/** Counted from its opening. The strictest servers in use wait 5 s for the first byte of a request. */
const USABLE_MS = 4_000;
/** How many are opened before the next purchase: the one after it, and some at lists that nobody buys from. */
const OPENED_A_PURCHASE = 4;
/** A vendor that hung up on an unused connection may do so just when the next purchase leaves. */
const REST_MS = 600_000;

interface Held {
  readonly origin: string;
  readonly socket: Socket;
  readonly openedAt: number;
  readonly expiry: NodeJS.Timeout;
}

/**
 * One connection that is opened ahead of a purchase, so that the purchase costs one round trip. Nothing
 * was ever sent on it: what a reset proves on a new connection, it proves on this one. It serves once,
 * does not keep a process alive, and is opened for a host only after a purchase from it.
 */
export class Spare {
  #host: URL | undefined;
  #held: Held | undefined;
  #left = 0;
  #restUntil = 0;
  #isClosed = false;

  /** A purchase has left for this host: the next one may follow soon. */
  async purchaseLeft(url: URL): Promise<void> {
    // Only the host: a path may hold the key.
    this.#host = new URL(url.origin);
    this.#left = OPENED_A_PURCHASE;
    // The purchase is written first.
    await nextTurn();
    this.open();
  }

  /** Opens one where none is, if a purchase is likely and the vendor lets unused connections live. */
  open(): void {
    const now = performance.now();
    if (!this.#host || this.#held || this.#left === 0 || this.#isClosed || now < this.#restUntil) return;
    this.#left -= 1;
    const socket = connectTo(this.#host);
    const expiry = setTimeout(() => this.#give()?.socket.destroy(), USABLE_MS).unref();
    const held: Held = { origin: this.#host.origin, socket, openedAt: now, expiry };
    this.#held = held;
    const hungUp = (): void => {
      if (this.#held !== held) return;
      this.#give();
      this.#rest();
    };
    socket.once('close', hungUp);
  }

  /** Lets the one request of these agents have the spare, if it is as good as new when the request wants it. */
  async lendTo(agents: Agents, { origin, protocol }: URL): Promise<void> {
    if (!this.#held) return;
    // Whatever the vendor did to it while the event loop was busy is heard in the second turn at the latest.
    await nextTurn();
    await nextTurn();
    const agent = protocol === 'https:' ? agents.https : agents.http;
    const openNew = agent.createConnection.bind(agent);
    agent.createConnection = (options, callback) => this.#take(origin) ?? openNew(options, callback);
  }

  close(): void {
    this.#isClosed = true;
    this.#give()?.socket.destroy();
  }

  #take(origin: string): Socket | undefined {
    const held = this.#give();
    if (!held) return undefined;
    const { socket } = held;
    const isFor = held.origin === origin && performance.now() - held.openedAt < USABLE_MS;
    if (isFor && isUntouched(socket)) return socket.ref();
    if (isFor) this.#rest();
    socket.destroy();
    return undefined;
  }

  #rest(): void {
    this.#restUntil = performance.now() + REST_MS;
  }

  #give(): Held | undefined {
    const held = this.#held;
    clearTimeout(held?.expiry);
    this.#held = undefined;
    return held;
  }
}

/** As the agent of a purchase would. */
function connectTo({ protocol, hostname, port }: URL): Socket {
  const host = hostname.replace(/^\[|\]$/g, '');
  const isTls = protocol === 'https:';
  const address = { host, port: Number(port || (isTls ? 443 : 80)), noDelay: true };
  const socket = isTls
    ? connectTls({ ...address, servername: isIP(host) === 0 ? host : '' })
    : connect(address);
  // Whoever has taken it hears of its end as well, and nobody else cares.
  socket.on('error', () => undefined);
  // Also for whoever takes it half open: got's clocks of a connection have not started then.
  const slow = setTimeout(() => socket.destroy(), CONNECT_MS).unref();
  const done = (): void => clearTimeout(slow);
  socket.once(isTls ? 'secureConnect' : 'connect', done).once('close', done);
  return socket.unref();
}

/** Neither closed nor spoken to: a vendor that says anything before it is asked has not understood. */
function isUntouched({ readyState, readableLength }: Socket): boolean {
  return (readyState === 'open' || readyState === 'opening') && readableLength === 0;
}
