import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  Application,
  type Context,
  Converter,
  type DeclarationReflection,
  type DocumentReflection,
  ReflectionKind,
} from 'typedoc';

const root = path.dirname(import.meta.dirname);

/** The pages of a group stand in this order. */
const groups: Readonly<Record<string, readonly string[]>> = {
  Guides: [
    'README.md',
    'packages/cli/README.md',
    'packages/router/README.md',
    'packages/gateway/README.md',
    'docs/writing-an-adapter.md',
    'docs/several-machines.md',
    'docs/backup.md',
    'docs/errors.md',
    'examples/README.md',
    'examples/*/README.md',
  ],
  'How it works': [
    'docs/architecture.md',
    'docs/contract.md',
    'docs/lifecycle.md',
    'docs/waiting.md',
    'docs/glossary.md',
    'docs/decisions/*.md',
    'sim/README.md',
    'CONTRIBUTING.md',
  ],
  Packages: ['packages/*/README.md'],
};

/** Of each page, by its path in the repository: what it is called in the navigation, and its group. */
function pages(): ReadonlyMap<string, { readonly title: string; readonly group: string }> {
  const found = new Map<string, { readonly title: string; readonly group: string }>();
  for (const [group, patterns] of Object.entries(groups))
    for (const file of patterns.flatMap((pattern) => globSync(pattern, { cwd: root }).sort()))
      if (!found.has(file)) found.set(file, { title: titleOf(file), group });
  return found;
}

function titleOf(file: string): string {
  const [, title] = /^# (.+)$/m.exec(readFileSync(path.join(root, file), 'utf8')) ?? [];
  if (title === undefined) throw new Error(`${file}: expected a heading in its first line`);
  return file === 'README.md' ? 'Start' : title.replaceAll('`', '');
}

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

/** What the packages export, as source files, by the words of an import. */
function entryPoints(): ReadonlyMap<string, string> {
  const manifests = globSync('packages/*/package.json', { cwd: root }).sort();
  return new Map(
    manifests.flatMap((file) => {
      const { name, exports }: Manifest = JSON.parse(readFileSync(path.join(root, file), 'utf8'));
      return Object.entries(exports).flatMap(([part, target]): readonly (readonly [string, string])[] =>
        typeof target === 'string'
          ? []
          : [[path.join(path.dirname(file), target['@numroute/source'] ?? ''), path.posix.join(name, part)]],
      );
    }),
  );
}

/** As the generator calls a source file: without its ending, a folder for its index. */
const moduleOf = (file: string): string => file.replace(/(?:\/index)?\.ts$/, '');

/**
 * Builds the site.
 *
 * @param out A folder that is emptied first.
 * @returns Whether all is well: every export has a docstring, every link leads somewhere.
 */
export async function build(out: string): Promise<boolean> {
  const known = pages();
  const entries = entryPoints();
  const modules = new Map([...entries].map(([file, name]) => [moduleOf(file), name]));
  const app = await Application.bootstrap({
    name: 'numroute',
    basePath: root,
    entryPoints: [...entries.keys()].map((file) => path.join(root, file)),
    tsconfig: path.join(import.meta.dirname, 'tsconfig.json'),
    // `npm test` checks the types: here only the declarations count.
    skipErrorChecking: true,
    readme: path.join(root, 'docs', 'README.md'),
    projectDocuments: [...known.keys()].map((file) => path.join(root, file)),
    customCss: path.join(import.meta.dirname, 'site.css'),
    disableSources: true,
    hideGenerator: true,
    searchInComments: true,
    searchInDocuments: true,
    sort: ['documents-first', 'source-order'],
    sortEntryPoints: false,
    groupOrder: [...Object.keys(groups), 'Modules', '*'],
    navigation: { includeGroups: true, includeCategories: false, includeFolders: false },
    validation: { invalidLink: true, invalidPath: true, notExported: false, notDocumented: true },
    requiredToBeDocumented: ['Variable', 'Function', 'Class', 'Interface', 'TypeAlias'],
    packagesRequiringDocumentation: [...entries.values()],
  });
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_: undefined, page: DocumentReflection) => {
    const { title, group } = known.get(`${page.name}.md`) ?? { title: page.name, group: 'Guides' };
    page.name = title;
    page.frontmatter = { ...page.frontmatter, group };
  });
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (_: Context, one: DeclarationReflection) => {
    if (one.kindOf(ReflectionKind.Module)) one.name = modules.get(one.name) ?? one.name;
  });
  const project = await app.convert();
  if (!project) return false;
  app.validate(project);
  await app.generateDocs(project, out);
  return !app.logger.hasErrors() && !app.logger.hasWarnings();
}
