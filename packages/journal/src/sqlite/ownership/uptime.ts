import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import type { Uptime } from '../../attempt/index.ts';

/** Drawn anew by the kernel at each start of the machine. @see https://docs.kernel.org/admin-guide/sysctl/kernel.html */
const BOOT_ID = '/proc/sys/kernel/random/boot_id';

/** Enough of it to tell the starts of one machine apart. */
const LENGTH = 8;

/** Undefined where the system does not say which of its starts this is. */
export function bootId(): string | undefined {
  try {
    const boot = readFileSync(BOOT_ID, 'utf8').trim().slice(0, LENGTH);
    return boot.length === LENGTH ? boot : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined without a boot id: an uptime alone proves nothing. */
export function machineUptime(): (() => Uptime) | undefined {
  const boot = bootId();
  return boot === undefined ? undefined : () => ({ boot, ms: Math.round(uptime() * 1_000) });
}
