import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/support/runs.ts';
import { JsonCursor } from '../src/price-list/index.ts';

/** Every number as the text it was written as. */
function build(cursor: JsonCursor): unknown {
  cursor.mustPause();
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

function read(body: string | readonly string[]): unknown {
  const cursor = new JsonCursor(body);
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
    { numRuns: runs(200) },
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
    { numRuns: runs(1_000) },
  );
});

test('escapes mean what they mean to JSON.parse', () => {
  const piece = fc.constantFrom(
    ...[
      '\\',
      '"',
      'u',
      'n',
      'b',
      'x',
      '/',
      '00e9',
      'd83d',
      '\\ud83d',
      '\\ude00',
      '\\u00E9',
      '\\u0041',
      '\\u20ac',
    ],
    ...['\\n', '\\t', '\\/', '\\\\', '\\"', 'é', '😀', 'a', '\n', '\u0001', '\u007f'],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = `["\\u0020${pieces.join('')}"]`;
      const theirs = accepts(text, (whole) => JSON.parse(whole));
      expect(accepts(text, read)).toBe(theirs);
      if (theirs) expect(read(text)).toEqual(JSON.parse(text).map((one: string) => one.toWellFormed()));
    }),
    { numRuns: runs(1_000) },
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

describe('a long body', () => {
  test('is read like a short one, whatever signs stand where it is taken in', () => {
    const sign = fc.constantFrom('a', 'é', '😀', '\n', '\u2028');
    fc.assert(
      fc.property(fc.array(sign, { minLength: 1, maxLength: 9 }), fc.nat({ max: 9 }), (signs, shift) => {
        const rows = Array.from({ length: 40_000 }, (_, n) => [n, `${signs.join('')}${n}`]);
        const text = `${' '.repeat(shift)}${JSON.stringify(rows)}`;
        expect(read(text)).toEqual(parse(JSON.parse(text)));
      }),
      { numRuns: 5 },
    );
  });

  test('in parts of any size is read like one text', () => {
    const text = JSON.stringify(
      Array.from({ length: 20_000 }, (_, n) => ({ [`key ${n}`]: `é😀${n}`, n: [] })),
    );
    for (const size of [3, 1000, 65_536, 100_000]) {
      const parts = text.match(new RegExp(`[^]{1,${size}}`, 'gu')) ?? [];
      expect(read(parts)).toEqual(parse(JSON.parse(text)));
    }
  });

  test('in parts is taken in no sooner than it is read', () => {
    let taken = 0;
    const parts = {
      *[Symbol.iterator]() {
        yield '[';
        for (; taken < 100; taken += 1) yield '"aaaaaaaaaaaaaaa",'.repeat(1_000);
        yield '1]';
      },
    };
    const cursor = new JsonCursor(parts);
    cursor.enterList();
    for (let n = 0; n < 1_000 && cursor.nextItem(); n += 1) {
      cursor.readScalar();
      cursor.mustPause();
    }
    expect(taken).toBeLessThan(20);
    while (cursor.nextItem()) {
      cursor.readScalar();
      cursor.mustPause();
    }
    cursor.end();
    expect(taken).toBe(100);
  });

  test('leaves the last token where it says, whatever is looked at behind it', () => {
    const cursor = new JsonCursor(
      `[${'"a",'.repeat(20_000)}"${'b'.repeat(30_000)}"${' '.repeat(30_000)},{"c":1}]`,
    );
    cursor.enterList();
    const seen = new Map<string, number>();
    while (cursor.nextItem()) {
      const isScalar = cursor.readScalar();
      cursor.isEmpty();
      if (isScalar) {
        expect(cursor.isString).toBe(true);
        seen.set(cursor.text, (seen.get(cursor.text) ?? 0) + 1);
      } else {
        cursor.enterObject();
        cursor.nextKey();
        expect(cursor.is('c')).toBe(true);
        cursor.skip();
        expect([cursor.text, cursor.isString]).toEqual(['1', false]);
        cursor.nextKey();
      }
      cursor.mustPause();
    }
    cursor.end();
    expect(seen).toEqual(
      new Map([
        ['a', 20_000],
        ['b'.repeat(30_000), 1],
      ]),
    );
  });

  test('without a token for long is read, too', () => {
    expect(read(`[${'{},[],'.repeat(60_000)}{}]`)).toHaveLength(120_001);
  });

  test('that is not ASCII only at its end is read whole', () => {
    const text = JSON.stringify([
      ...Array.from({ length: 60_000 }, (_, n) => `row ${n}`),
      'é😀'.repeat(5_000),
    ]);
    expect(read(text)).toEqual(parse(JSON.parse(text)));
  });

  const rows = `[${'{"a":[1,2,"three"]},'.repeat(50_000)}0]`;

  test('wants a pause after so many bytes, and never later', () => {
    const cursor = new JsonCursor(rows);
    let pauses = 0;
    cursor.enterList();
    while (cursor.nextItem()) {
      cursor.skip();
      if (cursor.mustPause()) pauses += 1;
    }
    cursor.end();
    expect(pauses).toBe(Math.floor(rows.length / 16_400));
  });

  test.each([
    ['without a pause', rows],
    ['in one cell', `[${rows}]`],
    ['in one object', `{${Array.from({ length: 20_000 }, (_, n) => `"k${n}":1`).join()}}`],
    ['in one string', `["${'x'.repeat(70_000)}"]`],
    ['in one escaped string', `["\\n${'x'.repeat(70_000)}"]`],
    ['in one number', `[${'1'.repeat(70_000)}]`],
    ['in one name', `{"${'x'.repeat(70_000)}":1}`],
    ['in blanks', `[${' '.repeat(70_000)}1]`],
    ['in blanks that are many', `[${' '.repeat(1_000_000)}1]`],
  ])('is refused where too much stands %s', (_, text) => {
    expect(accepts(text, JSON.parse)).toBe(true);
    expect(accepts(text, skipAll)).toBe(false);
  });

  test('that is cut off at any step is broken', () => {
    for (const length of [65_535, 65_536, 65_537, 131_072, 196_608, 200_000]) {
      expect(accepts(rows.slice(0, length), read)).toBe(false);
    }
  });
});
