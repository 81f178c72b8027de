import { registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { Finding, Trial } from './mutant.ts';

// A thread of its own for each mutant: the modules of this one, and of no other, come out changed.
const trial = workerData as Trial;
const root = path.resolve(import.meta.dirname, '..', '..', '..');
const target = path.join(root, trial.file);
let changed = 0;

registerHooks({
  load: (url, context, next) => {
    const loaded = next(url, context);
    if (!url.startsWith('file:') || fileURLToPath(url) !== target) return loaded;
    changed += 1;
    const source = String(loaded.source);
    const parts = source.split(trial.find);
    if (parts.length !== 2) {
      throw new RangeError(`${trial.name}: ${trial.file} has ${parts.length - 1} such places, not one`);
    }
    return { ...loaded, source: parts.join(trial.replace) };
  },
});

async function run(): Promise<Finding> {
  Error.stackTraceLimit = 0;
  const { runScenario } = await import('../scenario.ts');
  if (changed !== 1) throw new RangeError(`${trial.name}: ${trial.file} was never loaded`);
  const { name, lean, seed, most } = trial;
  for (let n = 0; n < most; n += 1) {
    const { violations } = await runScenario({ seed: seed + n, ...(lean && { lean }) });
    const [first] = violations;
    if (first) return { name, killed: { ...first, seed: seed + n }, scenarios: n + 1 };
  }
  return { name, scenarios: most };
}

parentPort?.postMessage(await run());
