import { dirname, resolve } from 'node:path';
import { type GatewaySettings, hashToken, parseGatewaySettings } from '@numroute/gateway';
import { createRates } from '@numroute/router';
import { type Check, isObject } from './check.ts';
import type { Config } from './config.ts';

/** As the gateway takes them. @returns Undefined: a mistake is noted. */
export function gatewaySettings(config: Config, check: Check): GatewaySettings | undefined {
  const { env, rates } = config;
  const { rest } = withoutAgents(config);
  const settings = check.try(() => {
    // Rates that are wrong are told by themselves.
    const known = check.isWrong('rates') ? undefined : createRates(rates);
    return parseGatewaySettings(rest, env, known);
  });
  if (!settings) return undefined;
  refuseVendorKeys(config, settings, check);
  const placed = withFile(config, settings, check);
  return check.isWrong('gateway') ? undefined : placed;
}

/** File names are relative to the config's. */
function withFile(config: Config, settings: GatewaySettings, check: Check): GatewaySettings {
  const { priceHistory } = settings;
  if (!priceHistory) return settings;
  const file = resolve(dirname(config.file), priceHistory.file);
  // What comparisons see is another part of the market: the two would take each other's prices for gone.
  if (file === config.journal || file === config.prices?.file) {
    const expected = 'a file of its own, neither "journal" nor "prices"';
    check.refuse('gateway.priceHistory.file', expected, JSON.stringify(priceHistory.file));
  }
  return { ...settings, priceHistory: { ...priceHistory, file } };
}

/** Whoever holds a vendor's key could spend there, past every budget. */
function refuseVendorKeys({ secrets }: Config, { clients }: GatewaySettings, check: Check): void {
  const keys = new Set(secrets.map(hashToken));
  for (const [at, { tokenHash }] of clients.entries()) {
    if (!keys.has(tokenHash)) continue;
    check.refuse(
      `gateway.clients[${at}].token`,
      'a token of its own, never a key of a vendor; `numroute token` makes one',
    );
  }
}

/** The part of a gateway's config that serves agents, apart from the rest. */
export function withoutAgents({ gateway }: Pick<Config, 'gateway'>): {
  readonly mcp: unknown;
  readonly rest: unknown;
} {
  if (!isObject(gateway)) return { mcp: undefined, rest: gateway };
  const { mcp, ...rest } = gateway;
  return { mcp, rest };
}
