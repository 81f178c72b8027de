import { arzancell, arzancellDialect } from '@numroute/arzancell';
import type { Limits, Provider } from '@numroute/core';
import { profiles, smsActivate, smsActivateDialect } from '@numroute/sms-activate';
import { createWorld, type Sandbox, startSandbox, type World } from '@numroute/testkit';

export interface Stall {
  readonly world: World;
  readonly sandbox: Sandbox;
  readonly provider: Provider;
}

const unlimited: Limits = { requests: 10_000, perMs: 1_000, concurrent: 100 };

/** One simulated vendor on a loopback socket, and a provider that talks to it. ArzanCell never says what it charged. */
export async function openStall(id: string, latencyMs: number, limits: Limits = unlimited): Promise<Stall> {
  const world = createWorld({
    currency: 'IRT',
    offers: [{ service: 'telegram', country: 'EE', pool: '3', price: '8400', stock: 1_000_000 }],
    funds: '1000000000000',
  });
  const dialect = arzancellDialect();
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
export async function openTellingStall(latencyMs: number, id: string = 'stall'): Promise<Stall> {
  const world = createWorld({
    currency: 'USD',
    offers: [{ service: 'telegram', country: 'EE', price: '0.08', stock: 1_000_000 }],
    funds: '1000000000',
  });
  const dialect = smsActivateDialect(profiles.tiger);
  const sandbox = await startSandbox({ world, dialect, latencyMs });
  return { world, sandbox, provider: tellingProvider(world, sandbox.url, id) };
}

export function tellingProvider({ secret }: World, baseUrl: string, id: string = 'stall'): Provider {
  return smsActivate.create(
    smsActivate.parseSettings({
      id,
      profile: 'tiger',
      apiKey: secret,
      baseUrl,
      currency: 'USD',
      allowInsecureHttp: true,
      limits: unlimited,
    }),
  );
}
