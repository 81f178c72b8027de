import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { type Gateway, openDoor } from '@numroute/gateway';
import { GATEWAY } from '@numroute/gateway/inversify';
import { type Standing, standBy } from '@numroute/journal';
import { accountNames } from '../config/account-names.ts';
import type { JournalDatabase } from '../config/journal-place.ts';
import { loadPostgres, openDatabase } from '../config/open-database.ts';
import { leasedAccounts } from '../config/open-leased.ts';
import { type GatewayParts, gatewayContainer, type Served } from './container.ts';

/**
 * Listens at once, and serves while it holds the leases of its accounts. Until then, and when they are lost, it
 * stands by.
 */
export async function standByGateway(
  parts: Omit<GatewayParts, 'journal' | 'door'>,
  place: JournalDatabase,
  onChange: (now: Standing) => void,
): Promise<Served> {
  const { config, accounts, log } = parts;
  let { settings } = parts;
  const names = await accountNames(await loadPostgres(dirname(config.file)), config, accounts);
  const journal = await openDatabase(place, config.file);
  const door = await openDoor(settings, log).catch(async (error: unknown) => {
    await journal.close();
    throw error;
  });
  let gateway: Gateway | undefined;
  const here = standBy({
    journal,
    terms: { accounts: names, url: reachable(door.url) },
    start: async (lease) => {
      const begun = settings;
      const container = await gatewayContainer({
        ...parts,
        settings: begun,
        accounts: leasedAccounts(accounts, lease),
        journal: lease.journal,
        door,
      });
      const end = async (): Promise<void> => {
        gateway = undefined;
        await container.unbindAllAsync();
      };
      try {
        gateway = await container.get(GATEWAY).start();
        // They were read again while it started.
        if (settings !== begun) await gateway.setClients(settings.clients);
      } catch (error) {
        await end();
        throw error;
      }
      return { [Symbol.asyncDispose]: end };
    },
    onChange,
  });
  return {
    url: door.url,
    ended: here.ended,
    setClients: async (clients) => {
      const changes = await gateway?.setClients(clients);
      settings = { ...settings, clients };
      return changes;
    },
    [Symbol.asyncDispose]: async () => {
      await here.close();
      await door.close();
      await journal.close();
    },
  };
}

/** Of an address that means every one of this machine nobody else can make use. */
const reachable = (url: string): string => url.replace(/\/\/(?:0\.0\.0\.0|\[::\])(?=:)/, `//${hostname()}`);
