import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Manifest {
  readonly name: string;
  readonly version: string;
}

/** One version of a package, as a tarball or as the folder that one was unpacked to. */
interface Held {
  readonly manifest: Manifest;
  readonly tarball?: string;
  readonly folder?: string;
}

interface Packed {
  readonly file: string;
  readonly integrity: string;
}

export interface Registry extends AsyncDisposable {
  readonly url: string;
  /** What was asked for and is not here. npm asks for optional packages of other systems, too. */
  readonly missed: ReadonlySet<string>;
}

/**
 * A registry on this machine that holds our packages as they would be published, and whatever this
 * workspace has installed: what a stranger's `npm install` would find, without a network.
 */
export async function startRegistry(
  root: string,
  ours: readonly { readonly manifest: Manifest; readonly tarball: string }[],
): Promise<Registry> {
  const shelf = Map.groupBy<string, Held>([...ours, ...installed(root)], ({ manifest }) => manifest.name);
  const missed = new Set<string>();
  const shed = await mkdtemp(path.join(tmpdir(), 'numroute-registry-'));
  const ready = new Map<Held, Promise<Packed>>();
  const pack = (held: Held): Promise<Packed> => {
    const known = ready.get(held) ?? packed(held, shed);
    ready.set(held, known);
    return known;
  };
  const answer = async (address: string, response: ServerResponse): Promise<void> => {
    const [name = '', version] = decodeURIComponent(address.slice(1)).split('/-/');
    const versions = shelf.get(name) ?? [];
    if (version !== undefined) {
      const held = versions.find(({ manifest }) => `${manifest.version}.tgz` === version);
      if (held) await pipeline(createReadStream((await pack(held)).file), response);
      else response.writeHead(404).end();
      return;
    }
    if (versions.length === 0) missed.add(name);
    response.writeHead(versions.length > 0 ? 200 : 404, { 'content-type': 'application/json' });
    const documents = versions.map(async (held) => {
      const { manifest } = held;
      const { integrity } = await pack(held);
      const dist = { tarball: `${url()}/${name}/-/${manifest.version}.tgz`, integrity };
      return [manifest.version, { ...manifest, dist }] as const;
    });
    const latest = versions[0]?.manifest.version;
    const all = Object.fromEntries(await Promise.all(documents));
    response.end(JSON.stringify({ name, 'dist-tags': { latest }, versions: all }));
  };
  const server = createServer((request, response) => {
    answer(request.url ?? '/', response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url(),
    missed,
    [Symbol.asyncDispose]: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await rm(shed, { recursive: true });
    },
  };
}

/** A package as a tarball, with the digest by which npm knows that it has it already. */
async function packed({ tarball, folder }: Held, shed: string): Promise<Packed> {
  let file = tarball;
  if (folder !== undefined) {
    file = path.join(await mkdtemp(path.join(shed, 'package-')), 'package.tar');
    // The store links files of the same content on Linux, and npm leaves out what tar writes as a link.
    const links = process.platform === 'linux' ? ['--hard-dereference'] : [];
    await run('tar', [...links, '-C', path.dirname(folder), '-cf', file, path.basename(folder)]);
  }
  if (file === undefined) throw new RangeError('A package is a tarball or a folder.');
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return { file, integrity: `sha512-${hash.digest('base64')}` };
}

/** Every package in the workspace's store, whichever of ours asked for it. */
function installed(root: string): readonly Held[] {
  const store = path.join(root, 'node_modules', '.pnpm');
  return readdirSync(store).flatMap((entry) => {
    const name = /^(.+?)@\d/.exec(entry)?.[1]?.replace('+', '/');
    if (name === undefined) return [];
    const folder = path.join(store, entry, 'node_modules', name);
    const file = path.join(folder, 'package.json');
    return existsSync(file) ? [{ manifest: JSON.parse(readFileSync(file, 'utf8')), folder }] : [];
  });
}
