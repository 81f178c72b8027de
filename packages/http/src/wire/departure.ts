import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Tells when the bytes of a request may have left: once its socket is connected, and over TLS once the
 * handshake is done, because Node holds every byte back until then. Never told: nothing left.
 */
export function onDeparture(request: ClientRequest, departed: () => void): void {
  const follow = (socket: Socket): void => {
    if (isShakingHands(socket)) socket.once('secureConnect', departed);
    else if (socket.connecting) socket.once('connect', departed);
    else departed();
  };
  // How far the handshake of a socket went that the request has already is not known.
  if (request.socket) departed();
  else request.once('socket', follow);
}

/** Of a connection that was opened ahead the handshake may be over: waiting for its end would prove too much. */
function isShakingHands(socket: Socket): boolean {
  return 'secureConnecting' in socket && socket.secureConnecting === true;
}
