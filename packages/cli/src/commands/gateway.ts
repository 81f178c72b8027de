import { NumrouteError } from '@numroute/core';
import {
  createLog,
  type GatewaySettings,
  hashToken,
  parseGatewaySettings,
  routerDesk,
  routerEvents,
  startGateway,
} from '@numroute/gateway';
import { createRates } from '@numroute/router';
import { wholeOf } from '../arguments.ts';
import type { Config } from '../config.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { openApp } from '../open-app.ts';

export interface GatewayFlags {
  readonly host?: string;
  readonly port?: string;
}

/** Serves until it is told to stop, then lets what is under way end. Its log goes to standard output. */
export async function gateway(io: Io, config: Config, { host, port }: GatewayFlags): Promise<number> {
  const settings = {
    ...parseGatewaySettings(config.gateway, io.env),
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port: wholeOf(port, '--port', 0, 65_535) }),
  };
  refuseVendorKeys(config, settings.clients);
  const events = routerEvents();
  await using app = await openApp(config, events.tell, 'journal');
  const { router, journal } = app;
  if (!journal) throw NumrouteError.input('journal', 'a file that remembers orders');
  const rates = createRates(config.rates);
  await using server = await startGateway({
    desk: await routerDesk({ router, journal, rates, events }),
    settings,
    log: createLog(io.stdout, io.env['NUMROUTE_DEBUG'] ? 'debug' : 'info'),
  });
  io.stderr.write(`Listening at ${server.url}; Ctrl-C ends it when nothing is under way.\n`);
  await aborted(io.signal);
  return EXIT.ok;
}

/** Whoever holds a vendor's key could spend there, past every budget. */
function refuseVendorKeys({ secrets }: Config, clients: GatewaySettings['clients']): void {
  const keys = new Set(secrets.map(hashToken));
  const shared = clients.findIndex(({ tokenHash }) => keys.has(tokenHash));
  if (shared < 0) return;
  throw NumrouteError.input(
    `gateway.clients[${shared}].token`,
    'a token of its own, never a key of a vendor; `numroute token` makes one',
  );
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
