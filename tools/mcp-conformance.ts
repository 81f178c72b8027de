// What the makers of the Model Context Protocol say of our server: their conformance scenarios and their
// inspector, over HTTP against the simulated market of `gateway --demo`. Both are 145 MB and are fetched for
// this alone, by their exact versions.
//
//   npm run mcp:conformance
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';

const CONFORMANCE = '@modelcontextprotocol/conformance@0.1.16';
const INSPECTOR = '@modelcontextprotocol/inspector@2.12.0';
const SCENARIOS = [
  'server-initialize',
  'ping',
  'tools-list',
  'resources-list',
  'dns-rebinding-protection',
] as const;

const root = path.join(import.meta.dirname, '..');
const main = path.join(root, 'packages', 'cli', 'src', 'main.ts');
const source = ['--conditions=@numroute/source', '--disable-warning=ExperimentalWarning'];

const demo = spawn(process.execPath, [...source, main, 'gateway', '--demo'], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'ignore'],
});
const [link] = await once(createInterface({ input: demo.stdout }), 'line');
const { origin, hash } = new URL(String(link));
const authorization = `Bearer ${hash.replace('#token=', '')}`;

/** The scenarios know no tokens. All else reaches the gateway as they sent it. */
const door = createServer((asked, answer) => {
  const { method, url = '/', headers } = asked;
  const onward = request(new URL(url, origin), { method, headers: { ...headers, authorization } });
  onward.once('response', (said) => {
    answer.writeHead(said.statusCode ?? 502, said.headers);
    said.pipe(answer);
  });
  onward.once('error', () => answer.writeHead(502).end());
  answer.once('close', () => onward.destroy());
  asked.pipe(onward);
});
door.listen(0, '127.0.0.1');
await once(door, 'listening');
const url = `http://127.0.0.1:${(door.address() as AddressInfo).port}/mcp`;

/** @returns Whether it exited with 0. */
async function ran(argv: readonly string[]): Promise<boolean> {
  const [code] = await once(spawn('npx', ['--yes', ...argv], { cwd: root, stdio: 'inherit' }), 'close');
  return code === 0;
}

const failed: string[] = [];
for (const scenario of SCENARIOS) {
  if (!(await ran([CONFORMANCE, 'server', '--url', url, '--scenario', scenario]))) failed.push(scenario);
}
if (!(await ran([INSPECTOR, '--cli', url, '--transport', 'http', '--method', 'tools/list'])))
  failed.push('inspector tools/list');

door.close();
door.closeAllConnections();
demo.kill('SIGTERM');
await once(demo, 'close');
console.log(failed.length === 0 ? 'All of them pass.' : `Failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
