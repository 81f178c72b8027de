import { arzancell, arzancellDialect } from '@numroute/arzancell';
import type { Limits, Provider } from '@numroute/core';
import { createWorld, type Sandbox, startSandbox, type World } from '@numroute/testkit';

export interface Stall {
  readonly world: World;
  readonly sandbox: Sandbox;
  readonly provider: Provider;
}

const unlimited: Limits = { requests: 10_000, perMs: 1_000, concurrent: 100 };

/** One simulated vendor on a loopback socket, and a provider that talks to it. */
export async function openStall(id: string, latencyMs: number, limits: Limits = unlimited): Promise<Stall> {
  const world = createWorld({
    currency: 'IRT',
    offers: [{ service: 'telegram', country: 'EE', pool: '3', price: '8400', stock: 1_000_000 }],
    funds: '1000000000000',
  });
  const sandbox = await startSandbox({ world, dialect: arzancellDialect(), latencyMs });
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
