const MASK = '[secret]';

/** Query values that look like keys, whoever they belong to: the net below the exact match. */
const KEY_LIKE = /\b(api|api[_-]?key|apikey|token|key)=[^\s&#"'<>]+/gi;

/**
 * Terminal escapes, then every control and invisible character: a vendor's word must not be able to
 * write to a terminal or to fake a line of a log.
 */
const ESCAPES = /\p{Cc}\[[0-?]{0,32}[ -/]{0,8}[@-~]/gu;
const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

const WORD_LENGTH = 200;

export interface Redactor {
  /** Strikes out the exact secrets in all their spellings, and nothing else: safe for a reply. */
  strike(text: string): string;
  /** For a text that was cut off: its end may hold the start of a secret. */
  strikeCut(text: string): string;
  /** Everything at once, on one line and short: fit for an error. Redacts before it truncates. */
  word(text: string, maxLength?: number): string;
}

/** Knows the actual values, because patterns alone miss a key that is echoed outside of a query. */
export function createRedactor(values: readonly string[]): Redactor {
  const forms = [...new Set(values.filter((value) => value !== '').flatMap(spellings))].sort(
    (left, right) => right.length - left.length,
  );
  const exact = forms.length === 0 ? undefined : new RegExp(forms.map(pattern).join('|'), 'gi');

  const strike = (text: string): string => (exact ? text.replace(exact, MASK) : text);
  const strikeCut = (text: string): string => {
    const struck = strike(text);
    const end = struck.toLowerCase();
    let longest = 0;
    for (const form of forms) {
      const start = form.toLowerCase();
      for (
        let length = Math.min(start.length - 1, end.length);
        length >= 3 && length > longest;
        length -= 1
      ) {
        if (end.endsWith(start.slice(0, length))) longest = length;
      }
    }
    return longest === 0 ? struck : struck.slice(0, -longest) + MASK;
  };
  const word = (text: string, maxLength: number = WORD_LENGTH): string => {
    // Twice: control characters inside the key would hide it from the first strike.
    const plain = strike(text).replace(ESCAPES, '').replace(CONTROLS, ' ');
    const clean = strike(plain).replace(KEY_LIKE, `$1=${MASK}`).trim();
    return clean.length > maxLength ? `${clean.slice(0, maxLength - 1)}…` : clean;
  };
  return { strike, strikeCut, word };
}

function spellings(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8');
  const component = encodeURIComponent(value.toWellFormed());
  const query = new URLSearchParams({ '': value }).toString().slice(1);
  const json = JSON.stringify(value).slice(1, -1);
  const ascii = json.replace(
    /[^\u0020-\u007e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const html = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return [
    value,
    component,
    encodeURI(value.toWellFormed()),
    encodeURIComponent(component),
    encodeURIComponent(query),
    query,
    json,
    json.replaceAll('/', '\\/'),
    ascii,
    ascii.replaceAll('/', '\\/'),
    html,
    html.replaceAll('"', '&quot;'),
    html.replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
    html.replaceAll('"', '&#34;').replaceAll("'", '&#39;'),
    html.replaceAll('"', '&quot;').replaceAll("'", '&#039;'),
    bytes.toString('base64'),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    encodeURIComponent(bytes.toString('base64')),
    bytes.toString('hex'),
  ];
}

/** Letters outside ASCII match any such run: a wrong charset on the way changes them, not the rest. */
function pattern(form: string): string {
  return form
    .replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
    .replace(/[^ -~]+/g, (run) => `[^ -~]{1,${run.length * 4}}`);
}
