import { setTimeout as delay } from 'node:timers/promises';
import { arzancell, arzancellDialect } from '@numroute/arzancell';
import type { Dialect, Limits, Provider } from '@numroute/core';
import { profiles, smsActivate, smsActivateDialect } from '@numroute/sms-activate';
import { createWorld, type Sandbox, startSandbox, type World } from '@numroute/testkit';

export interface Stall {
  readonly world: World;
  readonly sandbox: Sandbox;
  readonly provider: Provider;
}

const unlimited: Limits = { requests: 10_000, perMs: 1_000, concurrent: 100 };

export interface Manners {
  readonly limits?: Limits;
  /** How long a sale takes, beside the latency. */
  readonly saleMs?: number;
}

/** One simulated vendor on a loopback socket, and a provider that talks to it. ArzanCell never says what it charged. */
export async function openStall(
  id: string,
  latencyMs: number,
  { limits = unlimited, saleMs = 0 }: Manners = {},
): Promise<Stall> {
  const world = createWorld({
    currency: 'IRT',
    offers: [{ service: 'telegram', country: 'EE', pool: '3', price: '8400', stock: 1_000_000 }],
    funds: '1000000000000',
  });
  const dialect = taking(saleMs, arzancellDialect());
  const sandbox = await startSandbox({ world, dialect, latencyMs });
  const provider = arzancell.create(
    arzancell.parseSettings({
      id,
      apiKey: world.secret,
      baseUrl: sandbox.url,
      unit: 'Toman',
      allowInsecureHttp: true,
      limits,
    }),
  );
  return { world, sandbox, provider };
}

/** One that names its price in the reply to a purchase. */
export async function openTellingStall(
  latencyMs: number,
  id: string = 'stall',
  { limits = unlimited, saleMs = 0 }: Manners = {},
): Promise<Stall> {
  const world = createWorld({
    currency: 'USD',
    offers: [{ service: 'telegram', country: 'EE', price: '0.08', stock: 1_000_000 }],
    funds: '1000000000',
  });
  const dialect = taking(saleMs, smsActivateDialect(profiles.tiger));
  const sandbox = await startSandbox({ world, dialect, latencyMs });
  return { world, sandbox, provider: tellingProvider(world, sandbox.url, id, limits) };
}

function taking(saleMs: number, dialect: Dialect): Dialect {
  if (saleMs === 0) return dialect;
  return {
    ...dialect,
    respond: (request, door) =>
      dialect.respond(request, (key) => {
        const shop = door(key);
        return (
          shop && {
            ...shop,
            purchase: async (order) => {
              await delay(saleMs);
              return await shop.purchase(order);
            },
          }
        );
      }),
  };
}

export function tellingProvider(
  { secret }: World,
  baseUrl: string,
  id: string = 'stall',
  limits: Limits = unlimited,
): Provider {
  return smsActivate.create(
    smsActivate.parseSettings({
      id,
      profile: 'tiger',
      apiKey: secret,
      baseUrl,
      currency: 'USD',
      allowInsecureHttp: true,
      limits,
    }),
  );
}
