import type { Mutant } from './mutant.ts';
import { router } from './places.ts';

/** Confirms a cancel that nobody confirmed. */
const confirm =
  "return (await account.log.note(entry.id, by, { kind: 'cancel-confirmed', report: { id: entry.order?.id ?? '', status: 'cancelled', messages: [] } })) ?? entry;";

/** Cancels, finishes, and orders that are about to run out. */
export const ending: readonly Mutant[] = [
  {
    name: 'a refused cancel is believed',
    seed: 5,
    changes: [
      {
        file: router('orders/cancel.ts'),
        find: "if (error.code === 'UNKNOWN_ORDER') account.notFound.denied(entry);",
        replace: confirm,
      },
    ],
  },
  {
    name: 'a cancel without an answer is believed',
    seed: 8,
    changes: [
      {
        file: router('orders/cancel.ts'),
        find: 'if (OF_THE_ACCOUNT.includes(error.code)) account.failed(error);',
        replace: `if (error.code !== 'WRONG_STATE' && error.code !== 'UNKNOWN_ORDER') ${confirm}`,
      },
    ],
  },
  {
    name: 'a denied order never ends',
    changes: [
      {
        file: router('account/not-found.ts'),
        find: 'if (ages.sent(entry).atLeast >= lifetimeMs) return true;',
        replace: 'if (entry) return false;',
      },
    ],
    lean: { faults: ['id-vanished'], rate: 0.05, blows: [], crashes: 0 },
  },
  {
    name: 'nobody cancels what is about to run out',
    seed: 4,
    changes: [
      {
        file: router('orders/expiry.ts'),
        find: "await this.#giveUp.order(account, entry, 'no code came, and its time is nearly over');",
        replace: '',
      },
    ],
    lean: { crashes: 2, withinPoints: 300, downMs: 500, callers: 8, withinMs: 600_000 },
  },
  {
    name: 'the vendor is told of the end before the code is on the disk',
    seed: 687,
    changes: [
      {
        file: router('orders/finish.ts'),
        find: "await log.write(entry.id, 'buyer', { kind: 'finish-asked' });",
        replace: "await log.note(entry.id, 'buyer', { kind: 'finish-asked' });",
      },
    ],
    lean: { blows: ['disk-full'], crashes: 3, withinPoints: 400, callers: 8, withinMs: 30_000 },
  },
];
