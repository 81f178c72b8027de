import { spawn } from 'node:child_process';
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

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
  const server = createServer((request, response) => {
    const [name = '', version] = decodeURIComponent((request.url ?? '/').slice(1)).split('/-/');
    const versions = shelf.get(name) ?? [];
    if (version === undefined) {
      if (versions.length === 0) missed.add(name);
      sendDocument(response, name, versions, url());
      return;
    }
    const held = versions.find(({ manifest }) => `${manifest.version}.tgz` === version);
    sendTarball(response, held).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url(),
    missed,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function sendDocument(response: ServerResponse, name: string, versions: readonly Held[], url: string): void {
  response.writeHead(versions.length > 0 ? 200 : 404, { 'content-type': 'application/json' });
  const documents = versions.map(({ manifest }) => [
    manifest.version,
    { ...manifest, dist: { tarball: `${url}/${name}/-/${manifest.version}.tgz` } },
  ]);
  const latest = versions[0]?.manifest.version;
  response.end(JSON.stringify({ name, 'dist-tags': { latest }, versions: Object.fromEntries(documents) }));
}

async function sendTarball(response: ServerResponse, held: Held | undefined): Promise<void> {
  if (held?.tarball !== undefined) return pipeline(createReadStream(held.tarball), response);
  if (held?.folder === undefined) {
    response.writeHead(404).end();
    return;
  }
  // A copy, because the store links files of the same content, and tar would write links.
  const copy = await mkdtemp(path.join(tmpdir(), 'numroute-registry-'));
  try {
    await cp(held.folder, path.join(copy, 'package'), { recursive: true });
    const tar = spawn('tar', ['-C', copy, '-cf', '-', 'package']);
    await pipeline(tar.stdout, createGzip({ level: 1 }), response);
  } finally {
    await rm(copy, { recursive: true });
  }
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
