import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** A client that hangs up with our answer unread resets the connection within a round trip. */
const RESET_GRACE_MS = 2_000;

/**
 * Resolves once it is known whether an answer reached its client: false if the connection was gone
 * before the answer was written out, or was reset right after it.
 */
export function whetherHeard({ socket }: IncomingMessage, response: ServerResponse): Promise<boolean> {
  return new Promise((resolve) => {
    if (socket.destroyed) {
      resolve(false);
      return;
    }
    let grace: NodeJS.Timeout | undefined;
    const settle = (heard: boolean): void => {
      clearTimeout(grace);
      response.off('finish', written);
      response.off('close', left);
      forget();
      resolve(heard);
    };
    const written = (): void => {
      grace = setTimeout(() => settle(true), RESET_GRACE_MS);
      grace.unref();
    };
    const left = (): void => {
      if (!response.writableFinished) settle(false);
    };
    const closed = (hadError: boolean): void => settle(response.writableFinished && !hadError);
    const forget = watch(socket, { left, closed });
    response.once('finish', written);
    response.once('close', left);
  });
}

/** Who waits to hear what becomes of a connection. */
interface Watcher {
  /** The client closed its side; the connection is closed some turns later. */
  readonly left: () => void;
  readonly closed: (hadError: boolean) => void;
}

const watchers = new WeakMap<Socket, Set<Watcher>>();

/** However many answers a connection carries, it has one listener for all of them. */
function watch(socket: Socket, watcher: Watcher): () => void {
  let all = watchers.get(socket);
  if (!all) {
    const those = new Set<Watcher>();
    socket.once('end', () => {
      for (const { left } of those) left();
    });
    socket.once('close', (hadError) => {
      for (const { closed } of those) closed(hadError);
    });
    watchers.set(socket, those);
    all = those;
  }
  all.add(watcher);
  return () => all.delete(watcher);
}
