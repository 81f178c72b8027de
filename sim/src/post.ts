import type { Clock } from '@numroute/core';
import type { Sale } from './counter.ts';
import type { Weather } from './faults.ts';
import type { Random } from './random.ts';
import type { Tally } from './tally.ts';
import type { Vendor } from './vendor.ts';

export interface Post {
  readonly random: Random;
  readonly clock: Clock;
  readonly weather: Weather;
  readonly tally: Tally;
  /** Whether anybody on our side knows the number by now; to others no code is sent. */
  isKnown(sale: Sale): boolean;
  trace(line: string): void;
}

/** Somebody sends the code, soon, late, twice or never. */
export function scheduleCode({ id: vendor, world }: Vendor, sale: Sale, post: Post): void {
  const { id, echo } = sale;
  const { random, clock, weather, tally, isKnown, trace } = post;
  const late = weather.hits('code-late') && random.chance(0.5);
  if (echo === true || (!late && random.chance(0.35))) return;
  const after = late ? random.between(30_000, 400_000) : random.between(2_000, 50_000);
  const code = `${random.whole(0, 9)}${random.whole(10_000, 99_999)}`;
  const send = (text: string): void => {
    if (!isKnown(sale)) return;
    const came = world.receiveSms(id, text);
    tally.add(came ? 'codes: sent' : 'codes: sent to a closed order');
    if (late && came) tally.add('fault: code-late');
    trace(`${vendor} ${id} ${came ? 'gets' : 'is closed and misses'} "${text}"`);
  };
  clock.sleep(after).then(() => send(`Your code: ${code}`));
}

/** Most services send a new code, some the same again, some nothing; whoever asks twice may get two. */
export function scheduleAnother({ id: vendor, world }: Vendor, id: string, post: Post): void {
  const { random, clock, tally, trace } = post;
  if (random.chance(0.3)) return;
  const old = world.orders.find((order) => order.id === id)?.messages.at(-1);
  const isSame = random.chance(0.3);
  const code = `${random.whole(0, 9)}${random.whole(10_000, 99_999)}`;
  const text = (isSame ? old?.text : undefined) ?? `Your code: ${code}`;
  clock.sleep(random.between(1_000, 45_000)).then(() => {
    if (!world.receiveSms(id, text)) return;
    tally.add(isSame ? 'codes: the same again' : 'codes: another');
    trace(`${vendor} ${id} gets "${text}" once more`);
  });
}
