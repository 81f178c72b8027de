import { arzancell } from '@numroute/arzancell';
import { NumrouteError, type Vocabulary } from '@numroute/core';
import { fivesim } from '@numroute/fivesim';
import { numberland } from '@numroute/numberland';
import { onlinesim } from '@numroute/onlinesim';
import { type ProfileName, profiles, smsActivate } from '@numroute/sms-activate';
import { smsman } from '@numroute/smsman';
import { smspool } from '@numroute/smspool';
import { smspva } from '@numroute/smspva';
import { textverified } from '@numroute/textverified';
import { vaksms } from '@numroute/vaksms';
import type { Call } from '../call.ts';
import { loadAccounts } from '../config/plugins.ts';

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
export async function vocabularies(call: Call): Promise<readonly KnownVocabulary[]> {
  const own = (await configured(call)).map((known) => ({ ...known, configured: true }));
  const taken = new Set(own.map(({ provider }) => provider));
  const others = inTheBox().filter(({ provider }) => !taken.has(provider));
  return [...own, ...others.map((known) => ({ ...known, configured: false }))];
}

function inTheBox(): readonly Vocabulary[] {
  // The family's profiles of these names are servers for old clients: the vendors' own APIs have the names.
  const old = [fivesim.id, onlinesim.id];
  const names = (Object.keys(profiles) as ProfileName[]).filter((name) => !old.includes(name));
  return [
    arzancell.vocabulary?.({ apiKey: '' }),
    fivesim.vocabulary?.({ apiKey: '' }),
    numberland.vocabulary?.({ apiKey: '' }),
    onlinesim.vocabulary?.({ apiKey: '', currency: 'USD' }),
    ...names.map((profile) => smsActivate.vocabulary?.({ profile, apiKey: '' })),
    smsman.vocabulary?.({ apiKey: '', currency: 'RUB' }),
    smspool.vocabulary?.({ apiKey: '' }),
    smspva.vocabulary?.({ apiKey: '' }),
    textverified.vocabulary?.({ apiKey: '', username: '' }),
    vaksms.vocabulary?.({ apiKey: '', currency: 'RUB' }),
  ].filter((known) => known !== undefined);
}

async function configured(call: Call): Promise<readonly Vocabulary[]> {
  const found = await call.findConfig();
  if (!found) return [];
  try {
    const accounts = await loadAccounts(await call.config());
    return accounts.flatMap(({ plugin, settings }) => plugin.vocabulary?.(settings) ?? []);
  } catch (error) {
    // Names can be looked up before the keys are there.
    if (found.by === '--config' || !NumrouteError.is(error, 'INVALID_INPUT')) throw error;
    call.io.stderr.write(`Without your config, which cannot be used yet: ${error.message}\n`);
    return [];
  }
}
