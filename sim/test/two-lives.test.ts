import { systemClock } from '@numroute/core';
import { memoryJournal } from '@numroute/journal';
import { leaseCases } from '@numroute/journal/kit';
import { describe, test } from 'vitest';
import { type Line, sharedJournal } from '../src/two-lives/shared-journal.ts';
import { SharedStore } from '../src/two-lives/store.ts';

const straight: Line = { ask: (question) => question(), hear: (news) => news() };

describe('the store that two lives share keeps what a journal in PostgreSQL promises', () => {
  test.each(leaseCases.filter(({ needs }) => needs === undefined))('$name', async ({ run }) => {
    const store = new SharedStore(memoryJournal({ acceptOrphans: true }), systemClock);
    let opened = 0;
    await run({
      open: async () => {
        opened += 1;
        return sharedJournal({ store, line: straight, clock: systemClock, owner: `process ${opened}` });
      },
      runOut: async () => store.runOut(),
    });
  });
});
