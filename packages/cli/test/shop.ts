import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { arzancellDialect } from '@numroute/arzancell';
import type { Limits } from '@numroute/core';
import { createWorld, startSandbox, type World } from '@numroute/testkit';
import { onTestFinished } from 'vitest';

export interface CliShop {
  readonly world: World;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A folder with a config for one simulated vendor, gone at the end of the test. */
export async function openCliShop(more: object = {}, limits?: Limits): Promise<CliShop> {
  const cwd = await mkdtemp(path.join(tmpdir(), 'numroute-shop-'));
  const world = createWorld({
    currency: 'IRT',
    offers: [{ service: 'telegram', country: 'EE', pool: '3', price: '8400', stock: 9 }],
  });
  const sandbox = await startSandbox({ world, dialect: arzancellDialect() });
  onTestFinished(async () => {
    await sandbox.close();
    await rm(cwd, { recursive: true, force: true });
  });
  const settings = {
    apiKey: { env: 'KEY' },
    baseUrl: sandbox.url,
    allowInsecureHttp: true,
    ...(limits && { limits }),
  };
  const config = { providers: [{ plugin: '@numroute/arzancell', settings }], ...more };
  await writeFile(path.join(cwd, 'numroute.config.json'), JSON.stringify(config));
  return { world, cwd, env: { KEY: world.secret } };
}
