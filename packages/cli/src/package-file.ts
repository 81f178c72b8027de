import { findPackageJSON } from 'node:module';
import path from 'node:path';

/** A file of this package beside its `src` and its `dist`, however deep in one of them this is. */
export function packageFile(name: string): string {
  return path.join(findPackageJSON('..', import.meta.url) ?? '', '..', name);
}
