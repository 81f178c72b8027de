import type { Profile } from './profile.ts';

/** A site with two APIs: what both are below, and where the classic one is from there. */
export interface Root {
  readonly baseUrl: string;
  readonly handler: string;
}

/**
 * Undefined where there is no second API, or where nobody knows its place: the base URL does not end as the
 * profile's own does.
 */
export function rootOf(baseUrl: string, { baseUrl: usual, history }: Profile): Root | undefined {
  const url = URL.parse(baseUrl);
  if (!history || usual === undefined || !url) return undefined;
  const { pathname } = new URL(usual);
  if (!url.pathname.endsWith(pathname)) return undefined;
  url.pathname = url.pathname.slice(0, -pathname.length);
  return { baseUrl: url.href, handler: pathname.slice(1) };
}
