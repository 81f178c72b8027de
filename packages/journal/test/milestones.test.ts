import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { type AttemptEvent, memoryJournal, sqliteJournal } from '@numroute/journal';
import { samples } from '@numroute/journal/kit';
import { expect, test } from 'vitest';
import { eventRow } from '../src/sqlite/file/rows.ts';
import { migrate } from '../src/sqlite/schema/schema.ts';
import { freshFile } from './folder.ts';

const { bought, intent, orderOf, surplus } = samples;

type Life = readonly (readonly [ms: number, happening: Parameters<typeof samples.event>[1], boot?: string])[];

const reported = (status: 'open' | 'delivered' | 'cancelled' | 'expired' | 'gone', code?: string) =>
  ({
    kind: 'reported',
    report: { id: '7', status, messages: code === undefined ? [] : [{ code }] },
  }) as const;
const open: Life = [
  [0, intent()],
  [300, bought(orderOf('7'))],
];
const cancelled = {
  kind: 'cancel-confirmed',
  report: { id: '7', status: 'cancelled', messages: [] },
} as const;

/** The wall clock is an hour fast from the second event on: only the uptime tells the truth. */
const eventsOf = (life: Life): AttemptEvent[] =>
  life.map(([ms, happening, boot = 'a']) => ({
    ...happening,
    attempt: 'a',
    by: 'buyer',
    at: 1_700_000_000_000 + ms + (ms > 0 && boot === 'a' ? 3_600_000 : 0),
    up: { boot, ms: 5_000 + ms },
  }));

test.each<[what: string, Life, milestones: object]>([
  [
    'nothing was bought',
    [
      [0, intent()],
      [9, { kind: 'refused', code: 'REJECTED', message: '' }],
    ],
    {},
  ],
  ['it is open', open, { openedAfterMs: 300 }],
  [
    'found again',
    [
      [0, intent()],
      [40, { kind: 'unheard', message: '' }],
      [900, { kind: 'bought', order: orderOf('7'), adopted: true }],
    ],
    { openedAfterMs: 900 },
  ],
  ['beyond the want', [[0, surplus(orderOf('7'))]], { openedAfterMs: 0 }],
  [
    'the code was asked for twice',
    [...open, [700, { kind: 'used' }], [1_000, { kind: 'used' }]],
    { openedAfterMs: 300, usedAfterMs: 700 },
  ],
  [
    'two codes',
    [
      ...open,
      [700, { kind: 'used' }],
      [2_000, reported('delivered', '1')],
      [3_000, reported('delivered', '2')],
    ],
    { openedAfterMs: 300, usedAfterMs: 700, codeAfterMs: 2_000 },
  ],
  ['given up', [...open, [4_000, cancelled]], { openedAfterMs: 300, endedAfterMs: 4_000 }],
  ['ran out', [...open, [5_000, reported('expired')]], { openedAfterMs: 300, endedAfterMs: 5_000 }],
  [
    'a code after the cancel',
    [...open, [4_000, cancelled], [5_000, reported('cancelled', '1')]],
    { openedAfterMs: 300, codeAfterMs: 5_000 },
  ],
  [
    'denied, and known again',
    [...open, [4_000, reported('gone')], [6_000, reported('cancelled')]],
    { openedAfterMs: 300, endedAfterMs: 4_000 },
  ],
  [
    'denied, then a code',
    [...open, [4_000, reported('gone')], [6_000, reported('delivered', '1')]],
    { openedAfterMs: 300, codeAfterMs: 6_000 },
  ],
  [
    'after a start of the machine, by the wall clock',
    [...open, [9_000, reported('delivered', '1'), 'b']],
    { openedAfterMs: 300, codeAfterMs: 9_000 },
  ],
])('%s', async (_what, life, milestones) => {
  const journal = memoryJournal({ acceptOrphans: true });
  for (const event of eventsOf(life)) await journal.append(event);
  const { openedAfterMs, usedAfterMs, codeAfterMs, endedAfterMs } = (await journal.findAttempt('a')) ?? {};
  expect({ openedAfterMs, usedAfterMs, codeAfterMs, endedAfterMs }).toEqual(milestones);
});

test('a file of schema 7 is told when what mattered happened, and loses nothing', async () => {
  const file = freshFile();
  const old = new DatabaseSync(file);
  migrate(old, 7);
  const memory = memoryJournal({ acceptOrphans: true });
  const put = old.prepare(
    "INSERT OR REPLACE INTO attempt (number, id, want, provider, state, sent_at, since, order_id, record) VALUES (?, ?, ?, 'one', ?, ?, ?, ?, ?)",
  );
  const note = old.prepare('INSERT INTO event (at, attempt, kind, by, body) VALUES (?, ?, ?, ?, ?)');
  const orders = ['7', '8', '9'];
  const lives = orders.map(
    (id): Life => [
      [0, intent(id)],
      [300, bought(orderOf(id))],
      ...(id === '8'
        ? []
        : [
            [
              2_000,
              {
                kind: 'reported',
                report: {
                  id,
                  status: id === '7' ? 'delivered' : 'expired',
                  messages: id === '7' ? [{ code: '1' }] : [],
                },
              },
            ] as const,
          ]),
    ],
  );
  const all = lives.flatMap((life, nth) => eventsOf(life).map((event) => ({ ...event, attempt: `x${nth}` })));
  // Between each other, as they came.
  for (const event of all.toSorted(
    (one, other) => Number(one.kind === 'reported') - Number(other.kind === 'reported'),
  )) {
    const {
      number,
      openedAfterMs: _1,
      codeAfterMs: _2,
      endedAfterMs: _3,
      ...record
    } = await memory.append(event);
    put.run(
      number,
      record.id,
      record.want ?? null,
      record.state,
      record.sentAt,
      record.since,
      record.order?.id ?? null,
      JSON.stringify(record),
    );
    note.run(...eventRow(event));
  }
  // What today's table would refuse must not keep the file from opening.
  note.run(...eventRow({ kind: 'cancel-asked', attempt: 'x2', at: 1, by: 'buyer' }));
  old.close();
  chmodSync(file, 0o600);
  const journal = sqliteJournal({ file });
  const entries = await journal.list({});
  expect(
    entries.map(({ openedAfterMs, codeAfterMs, endedAfterMs }) => [openedAfterMs, codeAfterMs, endedAfterMs]),
  ).toEqual([
    [300, 2_000, undefined],
    [300, undefined, undefined],
    [undefined, undefined, undefined],
  ]);
  expect(entries.slice(0, 2)).toEqual((await memory.list({})).slice(0, 2));
  await journal.openWant({ id: 'w', kind: 'code', print: '', at: 1 });
  expect(await journal.findWant('w')).toEqual({ id: 'w', kind: 'code', print: '', at: 1 });
  await journal.close();
});
