/** Shorter pieces of base64 stand in texts by chance. */
const SHORTEST_PIECE = 8;
/** A cut text that ends with less of a secret gives nothing away. */
const SHORTEST_START = 3;
/** The longest spelling of one byte, such as `&amp;amp;#x0000b1;`. */
const LONGEST_BYTE = 24;

/** Every spelling of some secrets, as sources of regular expressions that ignore case. */
export interface Spellings {
  /** A secret wherever it stands. */
  readonly whole: string;
  /** The start of a secret at the end of a text; absent where all are too short to have one. */
  readonly cut?: string;
  /** Every match of the two begins with a match of this, which is a small part of them. */
  readonly start: string;
  /** No match of `whole` is longer. */
  readonly longest: number;
}

/**
 * Each sign of a secret may be spelt in its own way: as it is, or escaped as JSON, JavaScript, URLs and
 * HTML do, twice over too. So nothing that a parser turns back into a secret gets past. Beside that,
 * the secret in base64, also as a part of a longer text such as a URL, and in hex.
 */
export function spellingsOf(secrets: readonly string[]): Spellings | undefined {
  const known = [...new Set(secrets)].filter((secret) => secret !== '').sort(byLength);
  if (known.length === 0) return undefined;
  const chains = known.flatMap((secret) => [signsOf(secret), hexOf(secret), ...base64Of(secret)]);
  const starts = chains.flatMap(startOf);
  return {
    whole: chains.map((signs) => signs.join('')).join('|'),
    start: chains.map((signs) => signs.slice(0, SHORTEST_START).join('')).join('|'),
    ...(starts.length > 0 && { cut: `(?:${starts.join('|')})$` }),
    longest: (known[0]?.length ?? 0) * LONGEST_BYTE * 4,
  };
}

const byLength = (left: string, right: string): number => right.length - left.length;

function signsOf(secret: string): string[] {
  // Letters outside ASCII match any such run: a wrong charset on the way changes them, not the rest.
  return [...secret.matchAll(/[ -~]|[^ -~]+/g)].map(([sign]) =>
    /[ -~]/.test(sign)
      ? signOf(sign)
      : `(?:[^ -~]|${escaped('[0-9a-f]{2}', '\\d{2,6}', '\\w{2,8}')}){1,${sign.length * 4}}`,
  );
}

const names: Readonly<Record<string, string>> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
  '+': 'plus',
  '/': 'sol',
  '=': 'equals',
};

function signOf(sign: string): string {
  const code = sign.charCodeAt(0);
  const hex = code.toString(16);
  const slashed = /\w/.test(sign) ? '' : '\\\\{0,8}';
  const blank = sign === ' ' ? '|\\+|%(?:25){0,2}2b' : '';
  return `(?:${slashed}${literal(sign)}|${escaped(hex, String(code), names[sign])}${blank})`;
}

/** `\u0026`, `\x26`, `%26`, `%2526`, `&#38;`, `&#x26;`, `&amp;`, `&amp;amp;` */
function escaped(hex: string, decimal: string, name: string | undefined): string {
  const entity = `#0{0,4}${decimal}|#x0{0,4}${hex}${name === undefined ? '' : `|${name}`}`;
  return `\\\\{1,8}(?:u00|x)${hex}|%(?:25){0,2}${hex}|&(?:amp;){0,2}(?:${entity});?`;
}

/** The bytes in hex, together or apart. */
function hexOf(secret: string): string[] {
  return [...Buffer.from(secret, 'utf8')].map(
    (byte, n) => `${n > 0 ? '[ :,-]?' : ''}${byte.toString(16).padStart(2, '0')}`,
  );
}

/**
 * Base64 of the secret, and what base64 of any text around it has in common: where the secret begins
 * after one or two bytes more than a multiple of three, its first and last signs depend on the neighbours.
 */
function base64Of(secret: string): string[][] {
  const forms = [secret, encodeURIComponent(secret), new URLSearchParams({ '': secret }).toString().slice(1)];
  return [...new Set(forms)].flatMap((form) => {
    const bytes = Buffer.from(form, 'utf8');
    const pieces = [0, 1, 2].map((before) => {
      const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
      const open = (before + bytes.length) % 3 > 0 ? 1 : 0;
      return text.replace(/=+$/, '').slice(before > 0 ? before + 1 : 0, open > 0 ? -open : undefined);
    });
    const whole = bytes.toString('base64').replace(/=+$/, '');
    return [
      [...[...whole].map(base64Sign), '(?:=|%3d){0,2}'],
      ...pieces.filter(({ length }) => length >= SHORTEST_PIECE).map((text) => [...text].map(base64Sign)),
    ];
  });
}

function base64Sign(sign: string): string {
  if (sign === '+') return '(?:[+-]|%2b|\\\\u002b)';
  return sign === '/' ? '(?:\\\\?\\/|_|%2f)' : sign;
}

/** The longest start that ends the text; the last sign may be cut in its middle. */
function startOf(signs: readonly string[]): readonly string[] {
  if (signs.length <= SHORTEST_START) return [];
  const first = signs.slice(0, SHORTEST_START).join('');
  const more = signs.slice(SHORTEST_START, -1).reduceRight((rest, sign) => `(?:${sign}${rest})?`, '');
  return [`${first}${more}(?:\\\\{1,8}\\w{0,4}|%\\w{0,5}|&[\\w#;]{0,18})?`];
}

function literal(sign: string): string {
  return sign.replace(/[.*+?^${}()|[\]\\/-]/, '\\$&');
}
