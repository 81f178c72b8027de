import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { killAgainAndAgain } from './lane.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    lanes: { type: 'string', default: String(availableParallelism()) },
  },
});
const kills = Number(values.kills);
const lanes = Math.max(1, Math.min(Number(values.lanes), kills));
if (!Number.isSafeInteger(kills) || kills < 1 || !Number.isSafeInteger(lanes)) {
  throw new RangeError('Usage: pnpm crash [--kills N] [--lanes N], whole numbers');
}

const began = performance.now();
const results = await Promise.all(
  Array.from({ length: lanes }, (_, n) =>
    killAgainAndAgain({
      kills: Math.floor((kills + n) / lanes),
      say: (line) => console.log(`lane ${n + 1}: ${line}`),
    }),
  ),
);
const all = <T>(of: (one: (typeof results)[number]) => readonly T[]): T[] => results.flatMap(of);
const forgotten = all(({ forgotten }) => forgotten);
const twice = all(({ twice }) => twice);
for (const one of forgotten) console.log(`forgotten: ${one}`);
for (const one of twice) console.log(`bought twice: ${one}`);
const states = new Map<string, number>();
for (const [state, times] of all(({ states }) => [...states])) {
  states.set(state, (states.get(state) ?? 0) + times);
}
const orders = results.reduce((sum, one) => sum + one.orders, 0);
const seconds = (performance.now() - began) / 1_000;
console.log(`${kills} kills, ${orders} orders, ${seconds.toFixed(1)} s`);
console.log([...states].map(([state, times]) => `${state} ${times}`).join(', '));
console.log(`forgotten: ${forgotten.length}, bought twice: ${twice.length}`);
process.exitCode = forgotten.length + twice.length > 0 ? 1 : 0;
