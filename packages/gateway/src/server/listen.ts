import type { AddressInfo } from 'node:net';
import { NumrouteError } from '@numroute/core';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { GatewaySettings } from '../clients/settings.ts';

/**
 * Listens, and tells where.
 *
 * @throws {NumrouteError} INVALID_INPUT The port is taken, or the host is none of this machine.
 */
export async function listenAt(
  app: FastifyInstance,
  { host = '127.0.0.1', port = 8080 }: Pick<GatewaySettings, 'host' | 'port'>,
  log: Logger,
): Promise<string> {
  await app.listen({ host, port }).catch((error: NodeJS.ErrnoException) => {
    throw cannotListen(error.code ?? '', host, port);
  });
  if (!/^(?:127\.|::1$|localhost$)/.test(host)) {
    log.warn(
      { host },
      'plain HTTP beyond this machine: tokens and codes are readable on the way, unless TLS stands in front',
    );
  }
  const address = app.server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${name}:${address.port}`;
}

function cannotListen(code: string, host: string, port: number): NumrouteError<'INVALID_INPUT'> {
  return code === 'EADDRINUSE' || code === 'EACCES'
    ? NumrouteError.input('gateway.port', 'a free port that you may use, or 0 for any', `${port} (${code})`)
    : NumrouteError.input('gateway.host', 'an address of this machine', `${JSON.stringify(host)} (${code})`);
}
