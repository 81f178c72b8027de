import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Manifest } from './registry.ts';

const run = promisify(execFile);

export interface Packed {
  /** As it stands in the tarball: without `workspace:` and `catalog:`. */
  readonly manifest: Manifest & Readonly<Record<string, unknown>>;
  readonly tarball: string;
  readonly files: readonly string[];
}

/** Every package of this repository as it would be published. They have to be built. */
export async function packAll(root: string, target: string): Promise<readonly Packed[]> {
  const pnpm = ['--yes', 'pnpm@12.21.0', '--recursive', '--filter', './packages/*'];
  const { stdout } = await run('npx', [...pnpm, 'pack', '--pack-destination', target, '--json'], {
    cwd: root,
    maxBuffer: 1 << 26,
  });
  const packed: { filename: string; files: { path: string }[] }[] = JSON.parse(stdout);
  return Promise.all(
    packed.map(async ({ filename, files }) => {
      const manifest = await run('tar', ['-xzOf', filename, 'package/package.json']);
      return {
        manifest: JSON.parse(manifest.stdout),
        tarball: filename,
        files: files.map((file) => file.path),
      };
    }),
  );
}
