import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface Fence {
  readonly page: string;
  /** Counted from 0 within its page. */
  readonly n: number;
  /** Empty where the fence names none. */
  readonly language: string;
  readonly code: string;
}

export function fencesOf(root: string, page: string): readonly Fence[] {
  const text = readFileSync(path.join(root, page), 'utf8');
  return [...text.matchAll(/^```(\w*)\n(.*?)^```/gms)].map(([, language = '', code = ''], n) => ({
    page,
    n,
    language,
    code,
  }));
}
