import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { onTestFinished } from 'vitest';
import type { VendorAddress } from '../../../gateway/test/support/market.ts';

const main = join(import.meta.dirname, '..', '..', '..', 'cli', 'src', 'main.ts');
const SOURCE = ['--conditions=@numroute/source', main];

/** A folder with a config for these vendors. */
export function configFor(addresses: readonly VendorAddress[], more: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'numroute-host-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const limits = { requests: 1_000, perMs: 1_000, concurrent: 50 };
  const providers = addresses.map(({ id, profile, url, currency }) => {
    const settings = { id, apiKey: { env: keyOf(id) }, baseUrl: url, allowInsecureHttp: true, limits };
    return profile === 'arzancell'
      ? { plugin: '@numroute/arzancell', settings: { ...settings, unit: 'Toman' } }
      : { plugin: '@numroute/sms-activate', settings: { ...settings, profile, currency } };
  });
  const rates = [
    { base: 'USD', quote: 'IRT', value: '112000', source: 'test', asOf: '2026-11-20' },
    { base: 'USD', quote: 'RUB', value: '80', source: 'test', asOf: '2026-11-20' },
  ];
  writeFileSync(join(folder, 'numroute.config.json'), JSON.stringify({ providers, rates, ...more }));
  writeFileSync(join(folder, '.env'), addresses.map(({ id, apiKey }) => `${keyOf(id)}=${apiKey}\n`).join(''));
  return folder;
}

const keyOf = (id: string): string => `KEY_OF_${id.toUpperCase()}`;

/** What starts the program as a host does. */
export function programIn(
  folder: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): {
  readonly command: string;
  readonly args: string[];
  readonly cwd: string;
  readonly env: Record<string, string>;
} {
  return {
    command: process.execPath,
    args: [...SOURCE, ...argv],
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', ...env },
  };
}

/** As the official client starts it. */
export const startedIn = (...how: Parameters<typeof programIn>): StdioClientTransport =>
  new StdioClientTransport({ ...programIn(...how), stderr: 'ignore' });
