import { readFileSync } from 'node:fs';

/** So many of the codes that the sms-activate family shares, `tg` first. */
export function serviceCodes(count: number): readonly string[] {
  const table = new URL('../../../packages/sms-activate/src/ids/service-codes.ts', import.meta.url);
  const [, names = ''] = readFileSync(table, 'utf8').split('namesByCode = `');
  const codes = [...names.matchAll(/(?:^|[|\n])(\w+) /g)].map(([, code = '']) => code);
  return [...new Set(['tg', ...codes])].slice(0, count);
}
