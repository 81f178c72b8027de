import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { arzancell } from '@numroute/arzancell';
import { NumrouteError, type Vocabulary } from '@numroute/core';
import { fivesim } from '@numroute/fivesim';
import { numberland } from '@numroute/numberland';
import { type ProfileName, profiles, smsActivate } from '@numroute/sms-activate';
import { smspool } from '@numroute/smspool';
import { readConfig } from '../config/config.ts';
import { DEFAULT_CONFIG } from '../config/file.ts';
import { loadAccounts } from '../config/plugins.ts';
import type { Io } from '../io.ts';

/** One vendor's names, and whether they are from the user's config. */
export interface KnownVocabulary extends Vocabulary {
  readonly configured: boolean;
}

/**
 * Of every vendor in the box, and of the user's own providers, which stand before and take the place of
 * those of the same name. A config that cannot be read is said, and does without.
 *
 * @throws {NumrouteError} INVALID_INPUT The config was asked for by name and cannot be read.
 */
export async function vocabularies(io: Io, path: string | undefined): Promise<readonly KnownVocabulary[]> {
  const own = (await configured(io, path)).map((known) => ({ ...known, configured: true }));
  const taken = new Set(own.map(({ provider }) => provider));
  const others = inTheBox().filter(({ provider }) => !taken.has(provider));
  return [...own, ...others.map((known) => ({ ...known, configured: false }))];
}

function inTheBox(): readonly Vocabulary[] {
  // The family's profile of that name is 5sim's deprecated server: its own API has the name.
  const names = (Object.keys(profiles) as ProfileName[]).filter((name) => name !== fivesim.id);
  return [
    arzancell.vocabulary?.({ apiKey: '' }),
    fivesim.vocabulary?.({ apiKey: '' }),
    numberland.vocabulary?.({ apiKey: '' }),
    ...names.map((profile) => smsActivate.vocabulary?.({ profile, apiKey: '' })),
    smspool.vocabulary?.({ apiKey: '' }),
  ].filter((known) => known !== undefined);
}

async function configured(io: Io, path: string | undefined): Promise<readonly Vocabulary[]> {
  try {
    if (path === undefined && !(await isThere(resolve(io.cwd, DEFAULT_CONFIG)))) return [];
    const accounts = await loadAccounts(await readConfig(io, path));
    return accounts.flatMap(({ plugin, settings }) => plugin.vocabulary?.(settings) ?? []);
  } catch (error) {
    // Names can be looked up before the keys are there.
    if (path !== undefined || !NumrouteError.is(error, 'INVALID_INPUT')) throw error;
    io.stderr.write(`Without your config, which cannot be used yet: ${error.message}\n`);
    return [];
  }
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
