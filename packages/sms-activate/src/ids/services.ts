import { codesBySlug, namesByCode } from './service-codes.ts';

const prefix = 'sms-activate:';
const codeOfSlug = new Map(Object.entries(codesBySlug));
const slugOfCode = new Map(Object.entries(codesBySlug).map(([slug, code]) => [code, slug]));
let nameOfCode: ReadonlyMap<string, string> | undefined;

/** The code of a canonical slug, or of `sms-activate:<code>`, which need not be a known code. */
export function smsActivateServiceCode(slug: string): string | undefined {
  if (!slug.startsWith(prefix)) return codeOfSlug.get(slug);
  const code = slug.slice(prefix.length);
  return /^[\w-]+$/.test(code) ? code : undefined;
}

/** The canonical slug of a code, else `sms-activate:<code>`. */
export function serviceOfSmsActivateCode(code: string): string {
  return slugOfCode.get(code) ?? prefix + code;
}

/** What the shops call a code; undefined for one that none of the lists had. */
export function smsActivateServiceName(code: string): string | undefined {
  nameOfCode ??= new Map(
    namesByCode
      .trim()
      .split(/[|\n]/)
      .map((row) => {
        const blank = row.indexOf(' ');
        return [row.slice(0, blank), row.slice(blank + 1)];
      }),
  );
  return nameOfCode.get(code);
}
