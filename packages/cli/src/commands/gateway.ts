import { isDeepStrictEqual } from 'node:util';
import { NumrouteError } from '@numroute/core';
import { type ClientChanges, createLog, type GatewaySettings } from '@numroute/gateway';
import type { Standing } from '@numroute/journal';
import { wholeOf } from '../arguments.ts';
import { Check } from '../config/check.ts';
import type { Config } from '../config/config.ts';
import { gatewaySettings } from '../config/gateway-settings.ts';
import { checkPlugins, loadAccounts } from '../config/plugins.ts';
import { EXIT } from '../exit-codes.ts';
import { aborted, type Io, printEvent, tame } from '../io.ts';
import { type Served, serveOver } from '../serving/container.ts';
import { standByGateway } from '../serving/stand-by.ts';

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
  const accounts = await loadAccounts(config);
  const log = createLog(io.stdout, io.env['NUMROUTE_DEBUG'] ? 'debug' : 'info');
  const { journal } = config;
  const parts = { config, settings, accounts, log };
  await using served =
    typeof journal === 'object'
      ? await standByGateway(parts, journal, standingOn(io, json === true))
      : await serveOver({ ...parts, journal });
  if (json) printEvent(io, 'listening', { url: served.url });
  io.stderr.write(`Listening at ${served.url}; Ctrl-C ends it when nothing is under way.\n`);
  let reloading: Promise<void> = Promise.resolve();
  io.onHangup?.(() => {
    // One after the other: the last one reads what stands there last.
    reloading = reloading.then(() => reload(io, served, configured, readAgain));
  });
  await Promise.race([aborted(io), served.ended]);
  await reloading;
  return EXIT.ok;
}

/** Tells who serves, each time that it is another one. */
function standingOn(io: Io, json: boolean): (now: Standing) => void {
  let told = '';
  return (now) => {
    if (now.state === 'closed') return;
    const line = sayStanding(now);
    if (line === told) return;
    told = line;
    if (json) printEvent(io, 'standing', standingJson(now));
    io.stderr.write(`${tame(line, 1_000)}\n`);
  };
}

function sayStanding(now: Exclude<Standing, { state: 'closed' }>): string {
  if (now.state === 'owner') return `Serving: this gateway is the owner, with fence ${now.fence}.`;
  const { holder, error } = now;
  if (error) return `Standing by: ${error.message}.`;
  if (!holder) return 'Standing by.';
  return `Standing by: ${holder.owner} is the owner${holder.url === undefined ? '' : `, at ${holder.url}`}.`;
}

function standingJson(now: Exclude<Standing, { state: 'closed' }>): object {
  if (now.state === 'owner') return now;
  const { owner, url } = now.holder ?? {};
  return { state: now.state, ...(owner !== undefined && { owner }), ...(url !== undefined && { url }) };
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
  server: Pick<Served, 'setClients'>,
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

function sayChanges(changes: ClientChanges | undefined): string {
  if (!changes) return 'they are served once this gateway is the owner';
  const said = Object.entries(changes).flatMap(([what, ids]: [string, readonly string[]]) =>
    ids.length === 0 ? [] : [`${what} ${ids.join(', ')}`],
  );
  return said.length === 0 ? 'none has changed' : said.join('; ');
}
