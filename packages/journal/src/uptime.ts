import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import type { Uptime } from '@numroute/router';

/** Drawn anew by the kernel at each start of the machine. @see https://docs.kernel.org/admin-guide/sysctl/kernel.html */
const BOOT_ID = '/proc/sys/kernel/random/boot_id';

/** Enough of it to tell the starts of one machine apart. */
const LENGTH = 8;

/** Undefined where the system does not say which of its starts this is; then an uptime alone proves nothing. */
export function machineUptime(): (() => Uptime) | undefined {
  let boot: string;
  try {
    boot = readFileSync(BOOT_ID, 'utf8').trim().slice(0, LENGTH);
  } catch {
    return undefined;
  }
  return boot.length === LENGTH ? () => ({ boot, ms: Math.round(uptime() * 1_000) }) : undefined;
}
