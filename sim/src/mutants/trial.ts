import { registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { Change, Finding, Trial } from './mutant.ts';

// A thread of its own for each mutant: the modules of this one, and of no other, come out changed.
const trial = workerData as Trial;
const root = path.resolve(import.meta.dirname, '..', '..', '..');
const targets = new Map<string, Change[]>();
for (const change of trial.changes) {
  const file = path.join(root, change.file);
  targets.set(file, [...(targets.get(file) ?? []), change]);
}
const unseen = new Set(targets.keys());

function change(source: string, { file, find, replace }: Change): string {
  const parts = source.split(find);
  if (parts.length === 2) return parts.join(replace);
  throw new RangeError(`${trial.name}: ${file} has ${parts.length - 1} such places, not one`);
}

registerHooks({
  load: (url, context, next) => {
    const loaded = next(url, context);
    const changes = url.startsWith('file:') ? targets.get(fileURLToPath(url)) : undefined;
    if (!changes) return loaded;
    unseen.delete(fileURLToPath(url));
    return { ...loaded, source: changes.reduce(change, String(loaded.source)) };
  },
});

async function run(): Promise<Finding> {
  Error.stackTraceLimit = 0;
  const { runScenario } = await import('../scenario.ts');
  for (const file of unseen) throw new RangeError(`${trial.name}: ${file} was never loaded`);
  const { name, lean, seeds } = trial;
  for (const [n, seed] of seeds.entries()) {
    // A rule is missed soonest where nothing else is odd.
    const { violations } = await runScenario({ seed, lean: { habits: [], files: false, ...lean } });
    const [first] = violations;
    if (first) return { name, killed: { ...first, seed }, scenarios: n + 1 };
  }
  return { name, scenarios: seeds.length };
}

parentPort?.postMessage(await run());
