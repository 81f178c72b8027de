import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';

const root = path.join(import.meta.dirname, '..');
const names = readdirSync(path.join(root, 'packages'));
const manifestOf = (folder: string, name: string) =>
  JSON.parse(readFileSync(path.join(folder, 'packages', name, 'package.json'), 'utf8'));

/** What a release reads of this repository, in a folder of its own, with the address of a repository. */
function copyAt(repository: string | null): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'numroute-release-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of names) {
    for (const file of ['package.json', 'README.md']) {
      const part = path.join('packages', name, file);
      cpSync(path.join(root, part), path.join(folder, part));
    }
  }
  writeFileSync(path.join(folder, 'release.json'), JSON.stringify({ repository }));
  return folder;
}

const release = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', 'tools/release.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
  });

test.each([null, 'http://forge.example/numroute', 'forge.example', 'https://forge.example/'])(
  'nothing is released from %s',
  (repository) => {
    const folder = copyAt(repository);
    const { status, stderr } = release(folder);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^release\.json: repository: expected the https address/);
    expect(manifestOf(folder, 'core')).not.toHaveProperty('repository');
  },
);

test('with an address every manifest names it, and links lead there', () => {
  const folder = copyAt('https://forge.example/we/numroute');
  const readme = path.join(folder, 'packages', 'core', 'README.md');
  writeFileSync(readme, '[a](../../docs/errors.md#codes) [b](https://valibot.dev) [c](#money)');
  expect(release('--check', folder).status).toBe(0);
  expect(manifestOf(folder, 'core')).not.toHaveProperty('repository');
  expect(release(folder)).toMatchObject({ status: 0, stderr: '' });
  for (const name of names) {
    expect(manifestOf(folder, name)).toMatchObject({
      ...manifestOf(root, name),
      homepage: `https://forge.example/we/numroute/tree/main/packages/${name}#readme`,
      bugs: 'https://forge.example/we/numroute/issues',
      repository: {
        type: 'git',
        url: 'git+https://forge.example/we/numroute.git',
        directory: `packages/${name}`,
      },
    });
  }
  expect(readFileSync(readme, 'utf8')).toBe(
    '[a](https://forge.example/we/numroute/blob/main/docs/errors.md#codes) [b](https://valibot.dev) [c](#money)',
  );
});

test('every package says who made it and what it is about, and they have one version', () => {
  for (const name of names) {
    const manifest = manifestOf(root, name);
    expect(manifest).toMatchObject({
      author: 'numroute contributors',
      publishConfig: { access: 'public', provenance: true },
      version: manifestOf(root, 'core').version,
    });
    expect(manifest.keywords).toContain('verification-code');
  }
});

test('a changeset for one package gives all of them the next version, and tells why', {
  timeout: 90_000,
}, () => {
  const folder = copyAt(null);
  const tracked = execFileSync(
    'git',
    ['ls-files', '-co', '--exclude-standard', '*package.json', '.changeset'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  for (const file of [...tracked.trim().split('\n'), 'pnpm-workspace.yaml', 'pnpm-lock.yaml']) {
    cpSync(path.join(root, file), path.join(folder, file));
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  writeFileSync(
    path.join(folder, '.changeset', 'one.md'),
    "---\n'@numroute/router': minor\n---\n\nBuys better.\n",
  );
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  execFileSync(path.join(root, 'node_modules', '.bin', 'changeset'), ['version'], {
    cwd: folder,
    stdio: 'pipe',
  });
  const [major, minor] = manifestOf(root, 'core').version.split('.').map(Number);
  expect(new Set(names.map((name) => manifestOf(folder, name).version))).toEqual(
    new Set([`${major}.${minor + 1}.0`]),
  );
  const changelog = readFileSync(path.join(folder, 'packages', 'router', 'CHANGELOG.md'), 'utf8');
  expect(changelog).toContain('Buys better.');
});

const workflows = path.join(root, '.github', 'workflows');
test.each(readdirSync(workflows))('the workflow %s fits the schema of workflows', (name) => {
  const { validateWorkflow } = createRequire(import.meta.url)('@action-validator/core');
  const text = readFileSync(path.join(workflows, name), 'utf8');
  expect(validateWorkflow(text)).toMatchObject({ errors: [] });
  expect(validateWorkflow(text.replace('runs-on', 'run-on')).errors).not.toEqual([]);
});

test('what CI runs on has the Nodes that packages are for', () => {
  const { jobs } = parse(readFileSync(path.join(workflows, 'ci.yml'), 'utf8'));
  expect(jobs.test.strategy.matrix.node).toEqual(['22', '24']);
  expect(jobs.test.steps.at(-1)).toEqual({ run: '.ci/run' });
});
