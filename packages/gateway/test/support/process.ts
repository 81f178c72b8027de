import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GatewaySettings } from '@numroute/gateway';
import type { VendorAddress } from './market.ts';

const script = fileURLToPath(new URL('server.ts', import.meta.url));

export interface ServerProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** No goodbye. */
  kill(): Promise<void>;
  /** Resolves to the exit code. */
  terminate(): Promise<number | null>;
}

/** Starts gateways in processes of their own, one after the other, over one journal. */
export function processes(
  addresses: readonly VendorAddress[],
  settings: Partial<GatewaySettings> = {},
): () => Promise<ServerProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'numroute-gateway-process-'));
  const config = join(folder, 'config.json');
  writeFileSync(config, JSON.stringify({ addresses, settings }));
  return async () => {
    const child = spawn(
      process.execPath,
      ['--conditions=@numroute/source', script, config, join(folder, 'journal.sqlite')],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const ended = once(child, 'close');
    let said = '';
    child.stdout?.setEncoding('utf8');
    for await (const text of child.stdout ?? []) {
      said += text;
      if (said.includes('\n')) break;
    }
    return {
      url: said.trim(),
      child,
      kill: async () => {
        child.kill('SIGKILL');
        await ended;
      },
      terminate: async () => {
        child.kill('SIGTERM');
        await ended;
        return child.exitCode;
      },
    };
  };
}
