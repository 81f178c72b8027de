import { dirname } from 'node:path';
import type { ClientChanges, ClientSettings, createLog, Door, GatewaySettings } from '@numroute/gateway';
import { GATEWAY, gatewayModule } from '@numroute/gateway/inversify';
import { JOURNAL, journalModule, providerModule, RATES, routerModule } from '@numroute/inversify';
import type { Journal } from '@numroute/journal';
import { createRates } from '@numroute/router';
import { Container } from 'inversify';
import { endpointsOf } from '../agents/load.ts';
import { forgetOld } from '../config/compose.ts';
import type { Config } from '../config/config.ts';
import { withoutAgents } from '../config/gateway-settings.ts';
import type { Account } from '../config/plugins.ts';

/** What listens until it is disposed of. */
export interface Served extends AsyncDisposable {
  readonly url: string;
  /** Rejects where it cannot go on. */
  readonly ended: Promise<void>;
  /** Undefined: they are served once this gateway is the owner. */
  setClients(clients: readonly ClientSettings[]): Promise<ClientChanges | undefined>;
}

export interface GatewayParts {
  readonly config: Config;
  readonly settings: GatewaySettings;
  readonly accounts: readonly Account[];
  readonly log: ReturnType<typeof createLog>;
  /** A file, or a journal that is its owner's to close. */
  readonly journal: string | Journal;
  readonly door?: Door;
}

/** Serves over a file, which one process owns at a time. */
export async function serveOver(parts: GatewayParts): Promise<Served> {
  const container = await gatewayContainer(parts);
  const end = async (): Promise<void> => {
    await container.unbindAllAsync();
  };
  try {
    const server = await container.get(GATEWAY).start();
    return {
      url: server.url,
      ended: new Promise(() => undefined),
      setClients: (clients) => server.setClients(clients),
      [Symbol.asyncDispose]: end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** The composition root of a gateway. It is not started yet. */
export async function gatewayContainer(parts: GatewayParts): Promise<Container> {
  const { config, settings, accounts, log, journal, door } = parts;
  const { budgets, sharedAccounts, sideBySide, keepCodesMs, rates } = config;
  const failed = (error: unknown): void => log.error({ err: error }, 'an agent was not served');
  const endpoints = await endpointsOf(withoutAgents(config).mcp, dirname(config.file), settings, failed);
  const container = new Container();
  container.load(
    ...accounts.map((account) => providerModule(account.plugin, account.settings)),
    ...(typeof journal === 'string' ? [journalModule(journal)] : []),
    routerModule({ budgets, sharedAccounts, ...(sideBySide !== undefined && { sideBySide }) }),
    gatewayModule(settings, { log, endpoints, ...(door && { door }) }),
  );
  if (typeof journal === 'object') container.bind(JOURNAL).toConstantValue(journal);
  container.bind(RATES).toConstantValue(createRates(rates));
  try {
    if (keepCodesMs !== undefined) await forgetOld(container.get(JOURNAL), keepCodesMs);
    return container;
  } catch (error) {
    // A journal that stays open would keep the next process out.
    await container.unbindAllAsync();
    throw error;
  }
}
