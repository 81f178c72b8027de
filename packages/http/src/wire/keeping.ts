import type { Socket } from 'node:net';
import type { Agents } from './agents.ts';

/** Orders are asked for every 5 to 14 s: a connection that ends between costs three round trips each time. */
export const KEPT_MS = 15_000;
/** Many servers close an idle connection after 5 s; a request that meets the close is reset, and its vendor looks broken. */
const BRIEFLY_MS = 2_500;
/** A restart closes connections as well: in the long run it says nothing about the vendor. */
const CAREFUL_MS = 600_000;

/**
 * Keeps idle connections for `KEPT_MS`, or for as long as the vendor announces (Node sees to that). One
 * that closes them without a word is found out: from then on they are kept briefly.
 */
export function keepWithCare({ http, https }: Agents): void {
  let carefulUntil = 0;
  /** Whether a connection that has served waits for its next request. */
  const idle = new WeakMap<object, boolean>();
  const watch = (socket: Socket): void => {
    socket.on('timeout', () => idle.set(socket, false));
    socket.once('close', () => {
      if (idle.get(socket) === true) carefulUntil = performance.now() + CAREFUL_MS;
    });
  };
  for (const agent of [http, https]) {
    const keep: (socket: Socket) => unknown = agent.keepSocketAlive.bind(agent);
    const reuse = agent.reuseSocket.bind(agent);
    agent.keepSocketAlive = (socket: Socket) => {
      const isKept = keep(socket) === true;
      if (!idle.has(socket)) watch(socket);
      idle.set(socket, isKept);
      const isCareful = performance.now() < carefulUntil;
      if (isCareful && (socket.timeout ?? 0) > BRIEFLY_MS) socket.setTimeout(BRIEFLY_MS);
      return isKept;
    };
    agent.reuseSocket = (socket, request) => {
      idle.set(socket, false);
      reuse(socket, request);
    };
  }
}
