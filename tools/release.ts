// Makes the manifests and pages of all packages ready to be published, in place: they name the repository, which
// stands once, in release.json. With `--check` nothing is written.
//
//   node tools/release.ts [--check] [folder]
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const [root = path.join(import.meta.dirname, '..')] = process.argv
  .slice(2)
  .filter((one) => !one.startsWith('-'));

const { repository }: { repository: unknown } = JSON.parse(
  readFileSync(path.join(root, 'release.json'), 'utf8'),
);
if (typeof repository !== 'string' || !/^https:\/\/[\w.-]+\/[\w./-]*\w$/.test(repository)) {
  console.error(
    'release.json: repository: expected the https address of the repository; nothing is published without one.',
  );
  process.exit(1);
}

for (const name of process.argv.includes('--check') ? [] : readdirSync(path.join(root, 'packages'))) {
  const directory = `packages/${name}`;
  const file = path.join(root, directory, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  const named = {
    ...manifest,
    homepage: `${repository}/tree/main/${directory}#readme`,
    bugs: `${repository}/issues`,
    repository: { type: 'git', url: `git+${repository}.git`, directory },
  };
  writeFileSync(file, `${JSON.stringify(named, null, 2)}\n`);
  const page = path.join(root, directory, 'README.md');
  writeFileSync(page, absolute(readFileSync(page, 'utf8'), `${repository}/blob/main/${directory}/`));
}

/** A page on the registry has no folder around it. */
function absolute(text: string, base: string): string {
  return text.replaceAll(
    /\]\((?!https?:|mailto:|#)([^)\s]+)\)/g,
    (_, target) => `](${new URL(target, base)})`,
  );
}
