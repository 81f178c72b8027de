import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { NumrouteError } from '@numroute/core';
import { type ClientChanges, createLog, type Gateway, type GatewaySettings } from '@numroute/gateway';
import { GATEWAY, gatewayModule } from '@numroute/gateway/inversify';
import { JOURNAL, journalModule, providerModule, RATES, routerModule } from '@numroute/inversify';
import { createRates } from '@numroute/router';
import { Container } from 'inversify';
import { endpointsOf } from '../agents/load.ts';
import { wholeOf } from '../arguments.ts';
import { Check } from '../config/check.ts';
import { forgetOld } from '../config/compose.ts';
import type { Config } from '../config/config.ts';
import { gatewaySettings, withoutAgents } from '../config/gateway-settings.ts';
import { journalFile } from '../config/journal-place.ts';
import { checkPlugins, loadAccounts } from '../config/plugins.ts';
import { EXIT } from '../exit-codes.ts';
import { aborted, type Io, printEvent, tame } from '../io.ts';

export interface GatewayFlags {
  readonly host?: string;
  readonly port?: string;
  readonly json?: boolean;
}

/**
 * Serves until it is told to stop, then lets what is under way end. Its log goes to standard output.
 *
 * @param readAgain The config as it is now: SIGHUP takes its clients.
 */
export async function gateway(
  io: Io,
  config: Config,
  { host, port, json }: GatewayFlags,
  readAgain: () => Promise<Config>,
): Promise<number> {
  const configured = await settingsIn(config);
  const settings = {
    ...configured,
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port: wholeOf(port, '--port', 0, 65_535) }),
  };
  const { budgets, sharedAccounts, sideBySide, keepCodesMs } = config;
  const accounts = await loadAccounts(config);
  const log = createLog(io.stdout, io.env['NUMROUTE_DEBUG'] ? 'debug' : 'info');
  const failed = (error: unknown): void => log.error({ err: error }, 'an agent was not served');
  const endpoints = await endpointsOf(withoutAgents(config).mcp, dirname(config.file), settings, failed);
  const container = new Container();
  container.load(
    ...accounts.map((account) => providerModule(account.plugin, account.settings)),
    journalModule(journalFile(config, 'a gateway does not stand by yet')),
    routerModule({ budgets, sharedAccounts, ...(sideBySide !== undefined && { sideBySide }) }),
    gatewayModule(settings, { log, endpoints }),
  );
  container.bind(RATES).toConstantValue(createRates(config.rates));
  await using _bound: AsyncDisposable = { [Symbol.asyncDispose]: () => container.unbindAllAsync() };

  if (keepCodesMs !== undefined) await forgetOld(container.get(JOURNAL), keepCodesMs);
  const server = await container.get(GATEWAY).start();
  if (json) printEvent(io, 'listening', { url: server.url });
  io.stderr.write(`Listening at ${server.url}; Ctrl-C ends it when nothing is under way.\n`);
  let reloading: Promise<void> = Promise.resolve();
  io.onHangup?.(() => {
    // One after the other: the last one reads what stands there last.
    reloading = reloading.then(() => reload(io, server, configured, readAgain));
  });
  await aborted(io);
  await reloading;
  return EXIT.ok;
}

/** @throws {NumrouteError} INVALID_INPUT With every mistake of the gateway's part, and then those of the providers, too. */
async function settingsIn(config: Config): Promise<GatewaySettings> {
  const check = new Check(config.shown);
  const settings = gatewaySettings(config, check);
  if (settings) return settings;
  await checkPlugins(config, check);
  throw check.error();
}

/** Whatever is wrong in the file, who is served stays as it was. */
async function reload(
  io: Io,
  server: Gateway,
  started: GatewaySettings,
  readAgain: () => Promise<Config>,
): Promise<void> {
  try {
    const { clients, ...rest } = await settingsIn(await readAgain());
    const changes = await server.setClients(clients);
    const { clients: _reloaded, ...others } = started;
    const more = isDeepStrictEqual(rest, others) ? '' : '; what else has changed acts after a restart';
    io.stderr.write(`Clients read again: ${sayChanges(changes)}${more}.\n`);
  } catch (error) {
    const why = NumrouteError.is(error) ? error.message : 'the config cannot be read';
    io.stderr.write(`Clients not read again, those of before are served: ${tame(why, 1_000)}\n`);
  }
}

function sayChanges(changes: ClientChanges): string {
  const said = Object.entries(changes).flatMap(([what, ids]: [string, readonly string[]]) =>
    ids.length === 0 ? [] : [`${what} ${ids.join(', ')}`],
  );
  return said.length === 0 ? 'none has changed' : said.join('; ');
}
