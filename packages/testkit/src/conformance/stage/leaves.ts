import type { WireReply } from '@numroute/core';

/** No vendor has it, and no service or country is called so. */
export const UNHEARD = 'zzqunheard';
const NO_NUMBER = 'zzqmany';
const UNHEARD_NUMBER = 987_654;

type Value = string | number | boolean | null;
type Tree = Value | readonly Tree[] | { readonly [name: string]: Tree };
type Path = readonly (string | number)[];

/** One value of a reply: of its JSON, or between the colons of plain words. */
export interface Leaf {
  readonly path: Path;
  readonly value: Value;
}

/** Undefined for what is no JSON object or array. */
function treeOf({ body }: WireReply): Tree | undefined {
  if (!/^\s*[[{]/.test(body)) return undefined;
  try {
    return JSON.parse(body) as Tree;
  } catch {
    return undefined;
  }
}

/** In their order; none where the body is empty or a page. */
export function leavesOf(reply: WireReply): readonly Leaf[] {
  const tree = treeOf(reply);
  if (tree !== undefined) return walk(tree, []);
  if (reply.body.trim() === '' || reply.body.startsWith('<')) return [];
  return reply.body.split(':').map((value, place) => ({ path: [place], value }));
}

function walk(tree: Tree, path: Path): readonly Leaf[] {
  if (typeof tree !== 'object' || tree === null) return [{ path, value: tree }];
  return Object.entries(tree).flatMap(([name, inner]) => walk(inner, [...path, name]));
}

/** The reply with another value at one place. */
export function withLeaf(reply: WireReply, path: Path, value: Tree): WireReply {
  const tree = treeOf(reply);
  if (tree !== undefined) return { ...reply, body: JSON.stringify(replaced(tree, path, value)) };
  const parts = reply.body.split(':');
  return { ...reply, body: parts.map((part, place) => (place === path[0] ? String(value) : part)).join(':') };
}

function replaced(tree: Tree, [name, ...rest]: Path, value: Tree): Tree {
  if (name === undefined || typeof tree !== 'object' || tree === null) return value;
  if (Array.isArray(tree))
    return tree.map((one, n) => (String(n) === name ? replaced(one, rest, value) : one));
  return Object.fromEntries(
    Object.entries(tree).map(([key, one]) => [key, key === name ? replaced(one, rest, value) : one]),
  );
}

/** Text that reads as a number. */
const isNumeric = (value: Value): boolean =>
  typeof value === 'number' || (typeof value === 'string' && /^[+-]?\d[\d.,]*$/.test(value.trim()));

/** What takes the place of a value: text for a number, an unknown word for a word. None for what says nothing. */
export function strangeFor({ value }: Leaf): readonly Value[] {
  if (isNumeric(value)) return [NO_NUMBER];
  if (typeof value === 'string' && value.trim() !== '') return [UNHEARD];
  return [];
}

/** The reply with unknown words and numbers at all of its places. */
export function scrambled(reply: WireReply): WireReply {
  return leavesOf(reply).reduce((said, { path, value }) => {
    if (typeof value === 'number') return withLeaf(said, path, UNHEARD_NUMBER);
    return typeof value === 'string' && value !== '' ? withLeaf(said, path, UNHEARD) : said;
  }, reply);
}

/** The objects that hold this id, as their rows in the reply; none in plain words. */
export function rowsOf(reply: WireReply, id: string): readonly Path[] {
  if (treeOf(reply) === undefined) return [];
  return leavesOf(reply).flatMap(({ path, value }) => {
    if (String(value) === id) return path.length > 1 ? [path.slice(0, -1)] : [];
    const place = path.indexOf(id);
    return place >= 0 ? [path.slice(0, place + 1)] : [];
  });
}
