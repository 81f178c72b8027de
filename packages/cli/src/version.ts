import { readFileSync } from 'node:fs';

/** Which release this is. */
export function ownVersion(): string {
  // Both `src` and `dist` stand beside it.
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
