import type { Mutant } from './mutant.ts';
import { http, router } from './places.ts';

/** What must outlive a crash, and what must be nowhere. */
export const memory: readonly Mutant[] = [
  {
    name: 'a purchase under way is dropped after a crash',
    seed: 10,
    changes: [
      {
        file: router('reconciliation/recover.ts'),
        find: "{ kind: 'unheard', message }",
        replace: "{ kind: 'refused', code: 'CRASH', message }",
      },
    ],
    lean: { crashes: 4, withinPoints: 120, downMs: 500, callers: 12, withinMs: 2_000, rate: 0 },
  },
  {
    name: 'recovery forgets',
    seed: 17,
    changes: [
      {
        file: router('reconciliation/recover.ts'),
        find: 'for (const entry of await journal.list({ states: UNFINISHED })) entries.set(entry.id, entry);',
        replace: '',
      },
    ],
  },
  {
    name: 'what waits for the disk is never written',
    seed: 57,
    changes: [
      {
        file: router('account/order-log.ts'),
        find: 'await line.add(() => catchUp().catch(failed));\n      await line.onIdle();',
        replace: 'await line.onIdle();',
      },
      {
        file: router('account/order-log.ts'),
        find: 'await catchUp().catch(() => undefined);',
        replace: '',
      },
      {
        file: router('account/order-log.ts'),
        find: 'keepTrying().catch(() => undefined);',
        replace: '',
      },
    ],
    lean: { blows: ['disk-full'], callers: 8, withinMs: 60_000 },
  },
  {
    name: 'replies and errors show the key',
    seed: 3,
    changes: [
      {
        file: http('wire/redact.ts'),
        find: 'const spellings = spellingsOf(values);',
        replace: 'const spellings = spellingsOf([]);',
      },
      {
        file: http('wire/redact.ts'),
        find: 'const clean = strike(plain).replace(KEY_LIKE,',
        replace: 'const clean = strike(plain).replace(/^never$/,',
      },
    ],
  },
];
