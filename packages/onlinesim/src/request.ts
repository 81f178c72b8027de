import type { RequestDescription } from '@numroute/http';

/** Every list and order fits. */
const LONGEST = 1_048_576;

/** Words come in Russian unless another language is asked for. */
export function ask(method: string, query: Readonly<Record<string, string>> = {}): RequestDescription {
  return { path: `${method}.php`, query: { ...query, lang: 'en' }, maxBytes: LONGEST };
}
