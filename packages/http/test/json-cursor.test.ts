import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonCursor } from '../src/index.ts';

/** Every number as the text it was written as. */
function build(cursor: JsonCursor): unknown {
  if (cursor.enterObject()) {
    const members = new Map<string, unknown>();
    while (cursor.nextKey()) members.set(cursor.text, build(cursor));
    return members;
  }
  if (cursor.enterList()) {
    const items: unknown[] = [];
    while (cursor.nextItem()) items.push(build(cursor));
    return items;
  }
  cursor.readScalar();
  return cursor.text;
}

function read(text: string): unknown {
  const cursor = new JsonCursor(text);
  const value = build(cursor);
  cursor.end();
  return value;
}

/** What `JSON.parse` makes of it, in the same form. */
function parse(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(parse);
  if (typeof value === 'object' && value !== null) {
    return new Map(Object.entries(value).map(([key, member]) => [key, parse(member)]));
  }
  return String(value);
}

function accepts(text: string, reader: (text: string) => unknown): boolean {
  try {
    reader(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function skipAll(text: string): void {
  const cursor = new JsonCursor(text);
  cursor.skip();
  cursor.end();
}

test('reads what JSON.parse reads', () => {
  fc.assert(
    fc.property(fc.json({ stringUnit: 'binary', depthSize: 'medium' }), (text) => {
      expect(read(text)).toEqual(parse(JSON.parse(text)));
    }),
    { numRuns: 500 },
  );
});

test('accepts what JSON.parse accepts and refuses what it refuses', () => {
  const piece = fc.constantFrom(
    ...['{', '}', '[', ']', ',', ':', '"', '"a"', '\\', '\\u12', '\\"', ' ', '\n', '\t', '\u0000'],
    ...['0', '1', '-', '+', '.', 'e', 'E5', '01', '1.5', 'true', 'false', 'null', 'nul', 'é', '\u2028'],
  );
  const soup = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
  const broken = fc.tuple(fc.json(), fc.nat(), fc.nat({ max: 3 }), piece).map(([text, at, cut, put]) => {
    const from = at % (text.length + 1);
    return text.slice(0, from) + put + text.slice(from + cut);
  });
  fc.assert(
    fc.property(fc.oneof(soup, broken), (text) => {
      const theirs = accepts(text, (whole) => JSON.parse(whole));
      expect(accepts(text, read)).toBe(theirs);
      expect(accepts(text, skipAll)).toBe(theirs);
    }),
    { numRuns: 5000 },
  );
});

test('a list that is cut off anywhere is broken', () => {
  const text = '{"187":{"tg":{"cost":0.19,"count":12,"physicalCount":null},"wa":[true,"é\\n"]}}';
  for (let length = 0; length < text.length; length += 1) {
    expect(() => skipAll(text.slice(0, length))).toThrow(SyntaxError);
  }
  skipAll(text);
});

test('a number keeps its text', () => {
  expect(read('[0.12345678901234567890,1e400,-0.10]')).toEqual(['0.12345678901234567890', '1e400', '-0.10']);
});

test('a bomb of brackets is refused, not followed', () => {
  expect(() => skipAll('['.repeat(1_000_000))).toThrow(SyntaxError);
});
