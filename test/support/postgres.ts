import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A database that tests may fill, stop and start. */
export interface PostgresServer {
  readonly url: string;
  /** Absent where the server is somebody else's. */
  readonly port?: number;
  /** As a power cut of the machine: nobody is told, nothing is finished. */
  stop?(how?: 'immediate' | 'fast'): Promise<void>;
  start?(): Promise<void>;
  /** Ends it and removes what it kept. */
  remove(): Promise<void>;
}

const DEBIAN = '/usr/lib/postgresql';

/** Where the programs of a server are; undefined: there is none on this machine. */
function programs(): string | undefined {
  if (!existsSync(DEBIAN)) return undefined;
  const versions = readdirSync(DEBIAN).filter((one) => existsSync(path.join(DEBIAN, one, 'bin', 'initdb')));
  const newest = versions.sort((one, other) => Number(other) - Number(one))[0];
  return newest === undefined ? undefined : path.join(DEBIAN, newest, 'bin');
}

/** Without one the tests that need it are skipped, but where the CI promises one. */
export const hasPostgres: boolean =
  process.env['NUMROUTE_TEST_POSTGRES'] !== undefined ||
  programs() !== undefined ||
  Boolean(process.env['CI'] ?? process.env['NUMROUTE_NEEDS_POSTGRES']);

let shared: Promise<PostgresServer> | undefined;

/** One server for all tests of a process. */
export async function sharedPostgres(): Promise<PostgresServer> {
  const given = process.env['NUMROUTE_TEST_POSTGRES'];
  if (given !== undefined) return { url: given, remove: async () => undefined };
  shared ??= startPostgres();
  return await shared;
}

/** Waits for the end of what is written to it, which is the end of who writes. The first line of the file is the server's process. */
const GUARD =
  'cat; if read -r server < "$1/postmaster.pid"; then kill -QUIT "$server"; while kill -0 "$server"; do sleep 0.1; done; fi; rm -rf "$2"';

/** A server of one's own in a temporary folder; it ends with the process at the latest. */
export async function startPostgres(
  settings: Readonly<Record<string, string>> = {},
): Promise<PostgresServer> {
  const bin = programs();
  if (bin === undefined)
    throw new Error(`No PostgreSQL: apt-get install postgresql, or NUMROUTE_TEST_POSTGRES.`);
  const folder = mkdtempSync(path.join(tmpdir(), 'numroute-postgres-'));
  const data = path.join(folder, 'data');
  const who = ordinaryUser();
  if (who) chownSync(folder, who.uid, who.gid);
  chmodSync(folder, 0o700);
  const made = spawnSync(
    path.join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    { ...who, cwd: folder, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const port = await freePort();
  const given = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    ...settings,
  };
  const options = Object.entries({ ...given, port: String(port) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const server = spawn(path.join(bin, 'postgres'), ['-D', data, ...options], {
      ...who,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child = server;
    let said = '';
    await new Promise<void>((resolve, reject) => {
      server.stderr.on('data', (text) => {
        said = `${said}${text}`.slice(-4_000);
        if (said.includes('ready to accept connections')) resolve();
      });
      server.once('exit', () => reject(new Error(`PostgreSQL ended: ${said}`)));
    });
  };
  const stop = async (how: 'immediate' | 'fast' = 'fast'): Promise<void> => {
    const running = child;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, 'exit');
    running.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
    await ended;
  };
  // A worker of the test runner is killed, and runs nothing more: this shell outlives it, reads its end, and ends the server.
  const guard = spawn('sh', ['-c', GUARD, 'guard', data, folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.unref();
  (guard.stdin as Socket).unref();
  await start();
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    port,
    stop,
    start,
    remove: async () => {
      await stop('immediate');
      const ended = once(guard, 'exit');
      guard.stdin.end();
      await ended;
    },
  };
}

/** PostgreSQL refuses to run as root. Undefined: this process is none. */
function ordinaryUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string): number => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { readonly port: number };
  server.close();
  await once(server, 'close');
  return port;
}
