import type { IncomingMessage, ServerResponse } from 'node:http';

/** A client that hangs up with our answer unread resets the connection within a round trip. */
const RESET_GRACE_MS = 2_000;

/**
 * Resolves once it is known whether an answer reached its client: false if the connection was gone
 * before the answer was written out, or was reset right after it.
 */
export function whetherHeard(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const { socket } = request;
  return new Promise((resolve) => {
    let grace: NodeJS.Timeout | undefined;
    const settle = (heard: boolean): void => {
      clearTimeout(grace);
      response.off('finish', written);
      response.off('close', closed);
      socket.off('close', hungUp);
      socket.off('end', closed);
      resolve(heard);
    };
    const hungUp = (hadError: boolean): void => settle(response.writableFinished && !hadError);
    const written = (): void => {
      grace = setTimeout(() => settle(true), RESET_GRACE_MS);
      grace.unref();
    };
    const closed = (): void => {
      if (!response.writableFinished) settle(false);
    };
    if (socket.destroyed) {
      resolve(false);
      return;
    }
    response.once('finish', written);
    response.once('close', closed);
    socket.once('close', hungUp);
    // The good-bye itself; the connection is closed some turns later.
    socket.once('end', closed);
  });
}
