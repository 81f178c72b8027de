const SIZE = 16_000_000;

/** As many as fill the longest reply that is read. */
function fill(open: string, item: (n: number) => string, close: string): string {
  const parts: string[] = [];
  for (let n = 0, size = 0; size < SIZE; n += 1) {
    const part = item(n);
    parts.push(part);
    size += part.length + 1;
  }
  return `${open}${parts.join(',')}${close}`;
}

const row = (n: number): string =>
  `{"server":"${n % 9}","service name":"s","service code":"s${n % 900}","country":"c${n % 200}","stock":"${n}","price":${n + 1}}`;

/** Lists that a vendor may send, out of malice or by mistake, and one that is honest. */
export const bodies = {
  'an honest list': () => fill('[', row, ']'),
  'an honest list with letters that are not ASCII': () =>
    fill('[', (n) => row(n).replace('"s"', '"تلگرام"'), ']'),
  'nested brackets': () => '['.repeat(SIZE),
  'one row of a million keys': () => fill('[{', (n) => `"k${n}":1`, '}]'),
  'rows that are numbers': () => fill('[', () => '0', ']'),
  'rows of many services': () => fill('[', (n) => row(n).replace(/"s\d+"/, `"x${n}"`), ']'),
  'escaped strings': () => fill('[', () => '"\\n"', ']'),
  'one string': () => `["${'x'.repeat(SIZE)}"]`,
  blanks: () => `[${' '.repeat(SIZE)}]`,
  'bytes that are no text': () => Buffer.alloc(SIZE, 0xff),
  'letters of the key': () => fill('[', () => '"8b1a9953c4611296a827abf8c47804d"', ']'),
} as const;

export type BodyName = keyof typeof bodies;
export const bodyNames = Object.keys(bodies) as readonly BodyName[];
