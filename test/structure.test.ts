import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '..');
const packages = readdirSync(path.join(root, 'packages'));
const sources = [...packages.map((name) => `packages/${name}/src`), 'packages/gateway/board/src', 'sim/src'];

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

const filesOf = (folder: string): readonly string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`);

const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** Imports of files of the same package, by their paths in the repository. */
function importsOf(file: string): readonly Import[] {
  const statements = textOf(file).matchAll(
    /^(?:import|export)( type)?\s+(?:\{([^}]*)\}|\*(?: as \w+)?|\w+)?\s*(?:from\s+)?'(\.[^']+)'/gm,
  );
  return [...statements].map(([, type, names = '', specifier = '']) => ({
    from: file,
    to: path.posix.join(path.posix.dirname(file), specifier),
    isType: type !== undefined || (names.trim() !== '' && names.split(',').every(isTypeName)),
  }));
}

const isTypeName = (name: string): boolean => name.trim() === '' || name.trim().startsWith('type ');

/** Groups of which each member leads to each other one. */
function circlesIn(arrows: readonly { readonly from: string; readonly to: string }[]): readonly string[] {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of arrows) if (from !== to) next.set(from, (next.get(from) ?? new Set()).add(to));
  const reachedFrom = (start: string): ReadonlySet<string> => {
    const reached = new Set<string>();
    const waiting = [...(next.get(start) ?? [])];
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
      if (reached.has(one)) continue;
      reached.add(one);
      waiting.push(...(next.get(one) ?? []));
    }
    return reached;
  };
  const reach = new Map([...next.keys()].map((start) => [start, reachedFrom(start)]));
  const circles = new Set<string>();
  for (const [start, reached] of reach) {
    if (!reached.has(start)) continue;
    const members = [...reached].filter((one) => reach.get(one)?.has(start));
    circles.add(members.sort().join(' ↔ '));
  }
  return [...circles];
}

/** From the lowest to the highest; files at the top of the router's sources stand by their names. */
const floors: readonly (readonly string[])[] = [
  ['events.ts', 'check.ts', 'webhook.ts'],
  ['time'],
  ['lane', 'polling'],
  ['account'],
  ['quoting'],
  ['value'],
  ['orders'],
  ['reconciliation/balance'],
  ['reconciliation'],
  ['buying', 'buying/limits'],
  ['code'],
  ['closing.ts'],
  ['router.ts'],
  ['checked.ts'],
  ['create-router.ts', 'create-quotes.ts'],
  ['index.ts'],
];

describe('structure', () => {
  test.each(sources)('%s has no circle of values, and no circle across folders', (folder) => {
    const imports = filesOf(folder).flatMap(importsOf);
    expect(circlesIn(imports.filter(({ isType }) => !isType))).toEqual([]);
    const folders = imports.map(({ from, to }) => ({
      from: path.posix.dirname(from),
      to: path.posix.dirname(to),
    }));
    // The files at the top of a package put its folders together, and name its types.
    expect(circlesIn(folders.filter(({ from, to }) => from !== folder && to !== folder))).toEqual([]);
  });

  test('the floors of the router import downwards alone', () => {
    const folder = 'packages/router/src';
    const roomOf = (file: string): string => {
      const inside = path.posix.relative(folder, file);
      return inside.includes('/') ? path.posix.dirname(inside) : inside;
    };
    const floorOf = (file: string): number => floors.findIndex((rooms) => rooms.includes(roomOf(file)));
    const files = filesOf(folder);
    expect(files.filter((file) => floorOf(file) < 0)).toEqual([]);
    const upwards = files
      .flatMap(importsOf)
      .filter(({ from, to }) => floorOf(to) > floorOf(from) || !existsSync(path.join(root, to)));
    expect(upwards.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test('balance arithmetic imports the core and the types of the journal alone', () => {
    const outside = filesOf('packages/router/src/reconciliation/balance').flatMap((file) =>
      [...textOf(file).matchAll(/^(import|export)( type)? .*?from '([^']+)'/gms)]
        .filter(([, , type, specifier = '']) => {
          if (specifier.startsWith('./') || specifier === '@numroute/core') return false;
          return specifier !== '@numroute/journal' || type === undefined;
        })
        .map(([, , , specifier]) => `${file} → ${specifier}`),
    );
    expect(outside).toEqual([]);
  });

  test('value is arithmetic: beside the core it imports the words of ranking, and what is known of vendors', () => {
    const inside = 'packages/router/src/value/';
    const words = ['quoting/outlook.ts', 'quoting/rank.ts', 'polling/arrivals.ts', 'time/vendor-times.ts'];
    const files = filesOf('packages/router/src/value');
    const outside = files.flatMap(importsOf).filter(({ to }) => !to.startsWith(inside));
    expect(outside.filter(({ to }) => !words.some((word) => to === `packages/router/src/${word}`))).toEqual(
      [],
    );
    const packaged = files.flatMap((file) => [...textOf(file).matchAll(/ from '([^.'][^']*)'/g)]);
    expect(new Set(packaged.map(([, name]) => name))).toEqual(new Set(['@numroute/core']));
  });

  test('few files lie at the top of the router, and no source file is long', () => {
    const top = readdirSync(path.join(root, 'packages/router/src'), { withFileTypes: true });
    expect(top.filter((entry) => entry.isFile()).length).toBeLessThanOrEqual(10);
    expect(top.filter((entry) => entry.isDirectory())).toHaveLength(10);
    const isData = (file: string): boolean => /Built from .*\n? ?\*? ?.*`npm run ids`/.test(textOf(file));
    const long = sources.flatMap(filesOf).filter((file) => !isData(file) && linesOf(file) > 300);
    expect(long).toEqual([]);
  });
});

const linesOf = (file: string): number => textOf(file).trimEnd().split('\n').length;
