import { Gauge, type Registry } from 'prom-client';
import type { Orders } from '../orders/orders.ts';

/** Where the journal is a file: how much it takes, and when it was last backed up. */
export function journalMetrics(registry: Registry, orders: Pick<Orders, 'disk'>): void {
  const registers = [registry];
  // What cannot be told now is missing from the answer, and costs none of the rest.
  const look = () => orders.disk().catch(() => undefined);
  let looking: ReturnType<typeof look> | undefined;
  // Both gauges of a scrape are told by one look.
  const disk = () => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  };
  new Gauge({
    name: 'numroute_journal_bytes',
    help: 'What the journal takes on the disk.',
    registers,
    async collect() {
      this.remove();
      const found = await disk();
      if (found) this.set(found.bytes);
    },
  });
  new Gauge({
    name: 'numroute_journal_backup_timestamp_seconds',
    help: 'When the journal was last backed up; 0: never.',
    registers,
    async collect() {
      this.remove();
      const found = await disk();
      if (found) this.set((found.lastBackupAt ?? 0) / 1_000);
    },
  });
}
