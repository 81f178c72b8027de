import { readFileSync } from 'node:fs';
import { packageFile } from './package-file.ts';

/** Which release this is. */
export function ownVersion(): string {
  const manifest = readFileSync(packageFile('package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
