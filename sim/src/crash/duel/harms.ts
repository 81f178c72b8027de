import { setTimeout as delay } from 'node:timers/promises';
import type { PostgresServer } from '../../../../test/support/postgres.ts';
import type { Market } from '../market.ts';
import type { Duellist } from './duellist.ts';
import { HARM_MS } from './plan.ts';

/** Where a harm is done. */
export interface Field {
  readonly owner: Duellist;
  readonly market: Market;
  readonly server: PostgresServer;
}

/** Resolves when it is over; false: the process lives no longer. */
export type Harm = (field: Field) => Promise<boolean>;

/** Where nothing is bought for so long there is nothing to aim at. */
const AIM_MS = 3_000;

/** Stops the process when `aim` calls, or after a while anyway, for longer than its lease and a doubt. */
async function paused(
  { owner }: Field,
  aim: (stop: () => void) => void,
  meanwhile?: () => void,
): Promise<void> {
  const stopped = Promise.withResolvers<void>();
  aim(() => {
    owner.process.kill('SIGSTOP');
    stopped.resolve();
  });
  await Promise.race([stopped.promise, delay(AIM_MS)]);
  owner.process.kill('SIGSTOP');
  await delay(HARM_MS / 2);
  meanwhile?.();
  await delay(HARM_MS / 2);
  owner.wire.mend();
  owner.process.kill('SIGCONT');
}

export const harms: Readonly<Record<string, Harm>> = {
  'paused at an intent': async (field) => {
    await paused(field, (stop) => field.owner.wire.atIntent(stop));
    return true;
  },
  'paused at an intent and a renewal': async (field) => {
    await paused(field, (stop) => field.owner.wire.atIntent(stop, true));
    return true;
  },
  'paused at a sale': async (field) => {
    await paused(field, (stop) => field.market.atSale(stop));
    return true;
  },
  'closed on waking': async (field) => {
    await paused(
      field,
      (stop) => field.owner.wire.atIntent(stop),
      () => field.owner.tell({ kind: 'close' }),
    );
    await Promise.race([field.owner.ended, delay(HARM_MS)]);
    return false;
  },
  killed: async ({ owner, market }) => {
    await Promise.race([market.sales(1, AIM_MS), delay(AIM_MS)]);
    owner.process.kill('SIGKILL');
    await owner.ended;
    return false;
  },
  'connection cut': async ({ owner }) => {
    owner.wire.cut();
    await delay(HARM_MS);
    owner.wire.mend();
    return true;
  },
  'database stopped': async ({ server }) => {
    await server.stop?.('immediate');
    await delay(HARM_MS / 2);
    await server.start?.();
    return true;
  },
};
