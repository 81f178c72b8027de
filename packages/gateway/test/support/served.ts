import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';

const CHANNEL = 'http.server.request.start';

interface Arrival {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly server: Server;
}

export interface Served {
  /** Requests that have arrived. */
  readonly came: number;
  /** Requests whose answer was written out. */
  readonly answered: number;
  /** Requests whose connection is known to have ended since, by a close or a reset. */
  readonly left: number;
}

/**
 * What a server in this process has seen by now of the requests for `action`, so that no test has to
 * guess how long that takes. Until the test ends.
 */
export function served(url: string, action: string): Served {
  const port = Number(new URL(url).port);
  const counts = { came: 0, answered: 0, left: 0 };
  const waiting = new Map<Socket, number>();
  const see = (message: unknown): void => {
    const { request, response, server } = message as Arrival;
    if ((server.address() as AddressInfo | null)?.port !== port) return;
    if (!request.url?.includes(`action=${action}&`)) return;
    counts.came += 1;
    response.once('finish', () => {
      counts.answered += 1;
    });
    const { socket } = request;
    const asked = waiting.get(socket);
    waiting.set(socket, (asked ?? 0) + 1);
    // However many requests a connection carries, it has one listener for all of them.
    if (asked !== undefined) return;
    const leave = (): void => {
      counts.left += waiting.get(socket) ?? 0;
      waiting.set(socket, 0);
    };
    socket.once('end', leave);
    socket.once('close', leave);
  };
  subscribe(CHANNEL, see);
  onTestFinished(() => {
    unsubscribe(CHANNEL, see);
  });
  return counts;
}
