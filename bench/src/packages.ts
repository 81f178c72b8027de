import { execFile, execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { packAll } from '../../test/packed/pack.ts';
import { type Registry, startRegistry } from '../../test/packed/registry.ts';
import { print } from './report.ts';

const ROUNDS = 15;
const root = path.join(import.meta.dirname, '..', '..');

const library = ['@numroute/router', '@numroute/arzancell', '@numroute/journal'];
/** The client of the field that is installed most, for one vendor. */
const client = ['hero-sms'];

/** What a program installs and loads that buys at one vendor: with us, and with that vendor's own client. */
export async function installedPackages(): Promise<void> {
  const desk = mkdtempSync(path.join(tmpdir(), 'numroute-install-'));
  try {
    await using registry = await startRegistry(root, await packAll(root, desk));
    const ours = await install(library, desk, registry);
    const theirs = await install(client, desk, registry);
    print({
      what: 'router + one adapter + journal on disk vs hero-sms',
      ratio: ours.bytes / theirs.bytes,
      goal: '<= 1.15',
      met: ours.bytes / theirs.bytes <= 1.15,
      detail: `${megabytes(ours.bytes)} in ${ours.packages} packages vs ${megabytes(theirs.bytes)} in ${theirs.packages}`,
    });
    const least = { ours: Number.POSITIVE_INFINITY, theirs: Number.POSITIVE_INFINITY };
    for (let round = 0; round < ROUNDS; round += 1) {
      least.ours = Math.min(least.ours, cpuOfImport(library, ours.folder));
      least.theirs = Math.min(least.theirs, cpuOfImport(client, theirs.folder));
    }
    print({
      what: 'CPU of a process that imports them vs one that imports hero-sms',
      ratio: least.ours / least.theirs,
      goal: '<= 1.00',
      met: least.ours <= least.theirs,
      detail: `${least.ours.toFixed(0)} ms vs ${least.theirs.toFixed(0)} ms, the least of ${ROUNDS} each`,
    });
  } finally {
    rmSync(desk, { recursive: true, force: true });
  }
}

interface Installed {
  readonly folder: string;
  /** As the disk counts: in whole blocks. */
  readonly bytes: number;
  readonly packages: number;
}

async function install(names: readonly string[], desk: string, registry: Registry): Promise<Installed> {
  const folder = path.join(desk, names[0]?.replace('/', '-') ?? '');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
  const quiet = ['--no-audit', '--no-fund', '--registry', registry.url, '--cache', path.join(desk, 'cache')];
  await promisify(execFile)('npm', ['install', ...quiet, ...names], { cwd: folder });
  const files = readdirSync(path.join(folder, 'node_modules'), { recursive: true, encoding: 'utf8' });
  const sizes = files.map((file) => lstatSync(path.join(folder, 'node_modules', file)).blocks * 512);
  const manifests = files.filter((file) =>
    /^(?:.*\/?node_modules\/)?(?:@[^/]+\/)?[^/@.]+\/package\.json$/.test(file),
  );
  return { folder, bytes: sizes.reduce((sum, size) => sum + size, 0), packages: manifests.length };
}

/** In milliseconds. */
function cpuOfImport(names: readonly string[], folder: string): number {
  const imports = names.map((name) => `await import('${name}');`).join('');
  const code = `${imports} const { userCPUTime, systemCPUTime } = process.resourceUsage(); console.log(userCPUTime + systemCPUTime)`;
  const argv = ['--input-type=module', '--eval', code];
  return Number(execFileSync(process.execPath, argv, { cwd: folder, encoding: 'utf8' })) / 1_000;
}

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(2)} MB`;
