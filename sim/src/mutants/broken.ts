import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Change } from './mutant.ts';

type Scenario = typeof import('../scenario.ts');

const root = path.resolve(import.meta.dirname, '..', '..', '..');
const entry = new URL('../scenario.ts', import.meta.url).href;

/** Who imports a module, by URL. */
const importers = new Map<string, Set<string>>();
/** What a specifier means to the module that it stands in. */
const resolved = new Map<string, string>();
/** Without types, to be loaded again by the next mutant. */
const plain = new Map<string, string>();

interface Mutation {
  readonly name: string;
  /** Told from the modules of all others by this. */
  readonly mark: string;
  /** What is changed, and what leads there. */
  readonly affected: ReadonlySet<string>;
  readonly changes: ReadonlyMap<string, readonly Change[]>;
  readonly unseen: Set<string>;
}

let current: Mutation | undefined;
let count = 0;

/**
 * The scenarios over an engine with these changes. What the changes do not reach is loaded once for all
 * mutants of this thread: no module of ours holds a state.
 *
 * @throws {RangeError} A change that is for no module, or for more or fewer than one place of it.
 */
export async function broken(name: string, changes: readonly Change[]): Promise<Scenario> {
  if (count === 0) await import(entry);
  const byUrl = Map.groupBy(changes, ({ file }) => pathToFileURL(path.join(root, file)).href);
  for (const [url, [one]] of byUrl) {
    if (!importers.has(url)) throw new RangeError(`${name}: ${one?.file} was never loaded`);
  }
  count += 1;
  const unseen = new Set(byUrl.keys());
  current = { name, mark: `?mutant=${count}`, affected: leadingTo(unseen), changes: byUrl, unseen };
  const scenario: Scenario = await import(entry + current.mark);
  for (const url of unseen) throw new RangeError(`${name}: ${url} was not loaded anew`);
  return scenario;
}

function leadingTo(urls: Iterable<string>): ReadonlySet<string> {
  const found = new Set(urls);
  for (const url of found) for (const importer of importers.get(url) ?? []) found.add(importer);
  return found;
}

function change(name: string, source: string, { file, find, replace }: Change): string {
  const parts = source.split(find);
  if (parts.length === 2) return parts.join(replace);
  throw new RangeError(`${name}: ${file} has ${parts.length - 1} such places, not one`);
}

function sourceOf(url: string, { name, changes, unseen }: Mutation): string {
  const own = changes.get(url);
  const known = own ? undefined : plain.get(url);
  if (known !== undefined) return known;
  const written = readFileSync(fileURLToPath(url), 'utf8');
  const source = stripTypeScriptTypes((own ?? []).reduce((text, one) => change(name, text, one), written));
  if (own) unseen.delete(url);
  else plain.set(url, source);
  return source;
}

registerHooks({
  resolve: (specifier, context, next) => {
    if (!current) {
      const found = next(specifier, context);
      const { parentURL: parent = '' } = context;
      resolved.set(`${parent} ${specifier}`, found.url);
      importers.set(found.url, (importers.get(found.url) ?? new Set()).add(parent));
      return found;
    }
    const { mark, affected } = current;
    if (specifier === entry + mark) return { url: specifier, format: 'module', shortCircuit: true };
    if (!context.parentURL?.endsWith(mark)) return next(specifier, context);
    const parent = context.parentURL.slice(0, -mark.length);
    const url = resolved.get(`${parent} ${specifier}`);
    // What no module of the whole engine imported is imported when it is needed.
    if (url === undefined) return next(specifier, { ...context, parentURL: parent });
    if (!affected.has(url)) return next(url, context);
    return { url: url + mark, format: 'module', shortCircuit: true };
  },
  load: (url, context, next) => {
    if (!current || !url.endsWith(current.mark)) return next(url, context);
    const { mark } = current;
    const source = sourceOf(url.slice(0, -mark.length), current);
    return { format: 'module', source, shortCircuit: true };
  },
});
