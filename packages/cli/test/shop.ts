import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { arzancellDialect } from '@numroute/arzancell';
import type { Limits } from '@numroute/core';
import { profiles, smsActivateDialect } from '@numroute/sms-activate';
import { createWorld, type Sandbox, startSandbox, type World } from '@numroute/testkit';
import { onTestFinished } from 'vitest';
import { type Ran, type RunOptions, ran } from './io.ts';

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

export interface HeroShop {
  readonly world: World;
  readonly sandbox: Sandbox;
  readonly options: Pick<CliShop, 'cwd' | 'env'>;
  /** @param argv Parted by blanks. */
  run(argv: string, more?: RunOptions): Promise<Ran>;
}

/** A vendor that gives further SMS, lists its open orders, and bears many requests. */
export async function openHero(more: object = {}): Promise<HeroShop> {
  const world = createWorld({
    currency: 'USD',
    offers: [{ service: 'telegram', country: 'EE', price: '0.2', stock: 9 }],
  });
  const sandbox = await startSandbox({ world, dialect: smsActivateDialect(profiles.herosms) });
  const cwd = await mkdtemp(path.join(tmpdir(), 'numroute-hero-'));
  onTestFinished(async () => {
    await sandbox.close();
    await rm(cwd, { recursive: true, force: true });
  });
  const settings = { apiKey: { env: 'KEY' }, baseUrl: sandbox.url, allowInsecureHttp: true };
  const limits = { requests: 100, perMs: 1000, concurrent: 10 };
  const provider = {
    plugin: '@numroute/sms-activate',
    settings: { ...settings, profile: 'herosms', limits },
  };
  const config = { providers: [provider], ...more };
  await writeFile(path.join(cwd, 'numroute.config.json'), JSON.stringify(config));
  const options = { cwd, env: { KEY: world.secret } };
  return {
    world,
    sandbox,
    options,
    run: (argv, others = {}) => ran(argv.split(' '), { ...options, ...others }),
  };
}
