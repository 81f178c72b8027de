import { parentPort } from 'node:worker_threads';
import { broken } from './broken.ts';
import type { Finding, Trial } from './mutant.ts';

// One thread for many mutants: each gets modules of its own where they lead to what it changes.
async function run({ name, changes, lean, seeds }: Trial): Promise<Finding> {
  const { runScenario } = await broken(name, changes);
  for (const [n, seed] of seeds.entries()) {
    // A rule is missed soonest where nothing else is odd.
    const { violations } = await runScenario({
      seed,
      lean: { habits: [], files: false, codes: 0, hostile: false, twoLives: false, ...lean },
    });
    const [first] = violations;
    if (first) return { name, killed: { ...first, seed }, scenarios: n + 1 };
  }
  return { name, scenarios: seeds.length };
}

Error.stackTraceLimit = 0;

const port = parentPort;
port?.on('message', (trial: Trial) => {
  // What is thrown here ends the thread, and is thrown at whoever started it.
  run(trial).then((finding) => port.postMessage(finding));
});
