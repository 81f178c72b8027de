// The one way in: installs what is locked, then does the task on the Node that the lockfile brings
// (Linux x64) or on the machine's own, which must be 22.19 or newer. Plain JavaScript that runs on
// older ones, too, because it has to run before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const bin = path.join(root, 'node_modules', '.bin');
const [task = 'test', ...rest] = process.argv.slice(2);

// npm hands its own settings down to pnpm, which does not know them all and says so each time.
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith('npm_config_node')),
);
env['TURBO_TELEMETRY_DISABLED'] = '1';
// What one process or thread has compiled, types taken out, the next one need not.
env['NODE_COMPILE_CACHE'] ??= path.join(root, 'node_modules', '.cache', 'compiled');
env['PATH'] = bin + path.delimiter + (env['PATH'] ?? '');

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, env, stdio: 'inherit' });
  if (status === 0) return;
  if (error) process.stderr.write(`${command}: ${error.message}\n`);
  process.exit(status ?? 1);
}

/** Says nothing of what it runs, unless that fails; meanwhile how long it has been at it. */
async function runQuietly(command, args, doing) {
  const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  const begunAt = Date.now();
  const timer = setInterval(() => {
    process.stderr.write(`${doing}: ${Math.round((Date.now() - begunAt) / 1000)} s ...\n`);
  }, 5_000);
  const status = await new Promise((resolve) => {
    child.once('error', (error) => {
      said += `${command}: ${error.message}\n`;
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
  clearInterval(timer);
  if (status === 0) return;
  process.stderr.write(said);
  process.exit(status);
}

const pnpm = ['--yes', 'pnpm@12.21.0'];
const node = () => {
  const bundled = path.join(bin, 'node');
  if (existsSync(bundled)) return bundled;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 19)) return process.execPath;
  process.stderr.write(`numroute needs Node 22.19 or newer, this is ${process.versions.node}.\n`);
  process.exit(1);
};
const board = path.join(root, 'packages', 'gateway', 'board');
const source = ['--conditions=@numroute/source', '--disable-warning=ExperimentalWarning'];

if (!existsSync(path.join(root, 'node_modules', '.modules.yaml'))) {
  process.stderr.write('Installing what the lockfile names (once)...\n');
}
// A first look needs no older Nodes, which are 250 MB; and whoever serves no agents, not what serves them.
const servesAgents = rest.includes('mcp') || rest.includes('gateway');
const unneeded = ['numroute-nodes', ...(servesAgents ? [] : ['@numroute/mcp'])];
const without = task === 'start' ? unneeded.flatMap((name) => ['--filter', `!${name}`]) : [];
await runQuietly('npx', [...pnpm, 'install', '--frozen-lockfile', ...without], 'Installing');

const build = () => run('npx', [...pnpm, 'exec', 'turbo', 'run', 'build', '--output-logs=errors-only']);

const tasks = {
  start: () => {
    // The one page that no browser could run from source.
    if (rest.includes('gateway')) run('vite', ['build', board, '--logLevel', 'warn']);
    run(node(), [...source, path.join(root, 'packages', 'cli', 'src', 'main.ts'), ...rest]);
  },
  example: () => {
    const [name = 'compare-prices', ...args] = rest;
    run(node(), [...source, path.join(root, 'examples', `${name}.ts`), ...args]);
  },
  bench: () => {
    build();
    run(node(), [...source, path.join(root, 'bench', 'src', 'main.ts'), ...rest]);
  },
  docs: (...args) => {
    run(node(), [path.join(root, 'site', 'main.ts')]);
    if (args.includes('--serve')) run('vite', ['preview', path.join(root, 'site'), '--outDir', 'dist']);
  },
  'mcp:conformance': () => {
    run(node(), [...source, path.join(root, 'tools', 'mcp-conformance.ts'), ...rest]);
  },
  'mcp:agents': () => {
    env['NUMROUTE_AGENTS'] ??= '1000';
    env['NUMROUTE_CALLS'] ??= '10000';
    const tests = path.join('packages', 'mcp', 'test', 'agents.test.ts');
    run(node(), [path.join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', tests, ...rest]);
  },
  ids: () => run(node(), [path.join(root, 'tools', 'ids', 'generate.ts')]),
  vendors: () => run(node(), [...source, path.join(root, 'tools', 'vendors', 'generate.ts')]),
  sim: (...args) => run(node(), [...source, path.join(root, 'sim', 'src', 'main.ts'), ...args]),
  crash: (...args) => run(node(), [...source, path.join(root, 'sim', 'src', 'crash-main.ts'), ...args]),
  nightly: () => {
    env['NUMROUTE_NIGHTLY'] = '1';
    tasks.test();
    tasks.sim('--orders', '50000');
    tasks.sim('--every-point', '20');
    tasks.sim('--mutants', '--seed', String(Math.floor(Math.random() * 1_000_000_000)));
    tasks.crash('--disk-full', '10');
    tasks.crash('--damage', '28');
  },
  test: () => {
    run('biome', ['check', '--error-on-warnings', '.']);
    run('tsc', ['-p', 'tsconfig.json']);
    build();
    run(node(), [path.join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...rest]);
  },
};
if (!Object.hasOwn(tasks, task)) {
  process.stderr.write(`Unknown task ${task}; there are ${Object.keys(tasks).join(', ')}.\n`);
  process.exit(2);
}
tasks[task](...rest);
