import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { DEFAULT_JOURNAL, type FoundConfig } from './find.ts';
import { isAddress } from './journal-place.ts';

interface Glance {
  /** Ids, as far as the file alone tells them. */
  readonly providers: readonly string[];
  /** Absolute; undefined: it is no file. */
  readonly journal?: string;
}

interface RawConfig {
  readonly journal?: unknown;
  readonly providers?: readonly {
    readonly plugin: string;
    readonly settings?: { readonly id?: string; readonly profile?: string };
  }[];
}

/**
 * What a shell is told of a config: no key is needed, no plugin is loaded and nothing is checked.
 *
 * @throws {Error} There is none, or it is no JSON.
 */
export async function glanceAt(found: FoundConfig | undefined): Promise<Glance> {
  if (!found) throw new Error('no config');
  const { journal = DEFAULT_JOURNAL, providers = [] } = JSON.parse(
    await readFile(found.file, 'utf8'),
  ) as RawConfig;
  return {
    ...(typeof journal === 'string' &&
      !isAddress(journal) && { journal: resolve(dirname(found.file), journal) }),
    providers: providers.flatMap(
      ({ plugin, settings }) => settings?.id ?? settings?.profile ?? plugin.split('/').at(-1) ?? [],
    ),
  };
}
