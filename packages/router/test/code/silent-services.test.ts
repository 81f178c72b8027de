import { type JournalEntry, memoryJournal } from '@numroute/journal';
import { samples } from '@numroute/journal/kit';
import type { RouterEvent } from '@numroute/router';
import { expect, test } from 'vitest';
import { SilentServices } from '../../src/code/silent-services.ts';

const { event, intent } = samples;

async function entry(n: number, wants: number, vendors: number): Promise<JournalEntry> {
  const journal = memoryJournal({ acceptOrphans: true });
  return await journal.append(event(`a${n}`, intent(`w${n % wants}`, `v${n % vendors}`)));
}

test.each([
  ['several wants at several vendors, where codes are usual', 3, 2, 0.4, 1],
  ['one want alone: its own user may be to blame', 1, 2, 0.4, 0],
  ['one vendor alone: he may sell dead numbers', 3, 1, 0.4, 0],
  ['few codes were to be expected', 3, 2, 0.05, 0],
])('silence of %s', async (_what, wants, vendors, chance, told) => {
  const events: RouterEvent[] = [];
  const silent = new SilentServices((one) => events.push(one));
  for (let n = 0; n < 12; n += 1) silent.over(await entry(n, wants, vendors), chance);
  expect(events).toHaveLength(told);
  // A code ends the silence, and the next one is told anew.
  silent.over({ ...(await entry(12, wants, vendors)), codeAfterMs: 1 }, chance);
  for (let n = 0; n < 12; n += 1) silent.over(await entry(n, wants, vendors), chance);
  expect(events).toHaveLength(2 * told);
});
