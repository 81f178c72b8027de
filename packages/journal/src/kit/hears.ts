import { strictEqual as is, deepStrictEqual as same } from 'node:assert';
import type { Happening } from '../attempt/index.ts';
import type { Lease } from '../lease/lease.ts';
import { bought, delivered, event, intent, orderOf } from './samples.ts';
import { leased, refusedWith, type SharedStore, until, written } from './shared-store.ts';

/** Four attempts whose events are written at once, so that what is given its number first is not there first. */
export async function hears(store: SharedStore, disturb?: () => Promise<void>): Promise<void> {
  const [owner, other] = [await store.open(), await store.open()];
  const accounts = ['one', 'two', 'three', 'four'];
  const lease = await leased(owner, accounts);
  const heard: string[] = [];
  const own: string[] = [];
  const states = new Map<string, string>();
  const stops = [
    other.subscribe?.((entry, { attempt, kind, at }) => {
      heard.push(`${attempt} ${at} ${kind}`);
      states.set(attempt, entry.state);
    }),
    lease.journal.subscribe?.((_entry, { attempt }) => own.push(attempt)),
  ];
  // What was written before is nobody's news.
  const isHeard = async (attempt: string): Promise<void> =>
    await until(() => heard.some((one) => one.startsWith(`${attempt} `)));
  await lease.journal.append(event('first', { ...intent('first', 'four') }));
  await isHeardOrAgain(lease, heard);
  const said: string[] = [];
  const say = async (attempt: string, at: number, happening: Happening): Promise<void> => {
    for (;;) {
      try {
        await lease.journal.append(event(attempt, happening, at));
        said.push(`${attempt} ${at} ${happening.kind}`);
        return;
      } catch (error) {
        if (!refusedWith('UNAVAILABLE')(error)) throw error;
        // It may be written although the answer was lost.
        const kinds = await onceBack(() => written(lease.journal, attempt));
        if (kinds.at(-1) === happening.kind) {
          said.push(`${attempt} ${at} ${happening.kind}`);
          return;
        }
      }
    }
  };
  await Promise.all([
    ...accounts.map(async (provider, nth) => {
      if (provider === 'four') return;
      for (let round = 0; round < 5; round += 1) {
        const attempt = `${provider}-${round}`;
        await say(attempt, 3 * round, intent(attempt, provider));
        await say(attempt, 3 * round + 1, bought(orderOf(`${nth}-${round}`, provider)));
        await say(attempt, 3 * round + 2, delivered(`${nth}-${round}`));
      }
    }),
    disturb?.(),
  ]);
  await until(() => said.every((one) => heard.includes(one)));
  await lease.journal.append(event('first', { kind: 'refused', code: 'X', message: '' }, 99));
  await isHeard('first');
  await until(() => heard.some((one) => one === 'first 99 refused'));
  const news = heard.filter((one) => !one.startsWith('first ') && !one.startsWith('again'));
  same([...news].sort(), [...said].sort());
  for (const provider of accounts)
    same(
      news.filter((one) => one.startsWith(provider)),
      said.filter((one) => one.startsWith(provider)),
    );
  is(states.get('one-4'), 'delivered');
  same(own, []);
  for (const stop of stops) stop?.();
  await lease.journal.append(event('later', intent('later')));
  is(
    heard.some((one) => one.startsWith('later')),
    false,
  );
}

/** What is read while connections break is asked for again. */
async function onceBack<T>(read: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (!refusedWith('UNAVAILABLE')(error)) throw error;
    }
  }
}

/** Whoever has just begun to listen may have begun after what was written first. */
async function isHeardOrAgain({ journal }: Lease, heard: readonly string[]): Promise<void> {
  for (let nth = 0; heard.length === 0; nth += 1) {
    await journal.append(event(`again${nth}`, intent(`again${nth}`, 'one')));
    await journal.append(event(`again${nth}`, { kind: 'refused', code: 'X', message: '' }));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
