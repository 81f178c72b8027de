import type { ProviderPlugin } from '@numroute/core';
import { connectionOf, createHttpProvider } from '@numroute/http';
import { smsActivateAdapter } from './adapter.ts';
import { overridden } from './overrides.ts';
import type { Profile } from './profile.ts';
import { profiles } from './profiles/index.ts';
import { recognition } from './recognition/index.ts';
import { rootOf } from './root.ts';
import { checkSite, parseSettings, type SmsActivateSettings } from './settings.ts';
import { vocabularyOf } from './vocabulary.ts';

/** The family, as a config or a router takes it: `smsActivate.create({ profile: 'herosms', apiKey })`. */
export const smsActivate: ProviderPlugin<SmsActivateSettings> = {
  id: 'sms-activate',
  apiVersion: 1,
  parseSettings,
  recognition,
  create(settings) {
    const profile = profileOf(settings);
    const { baseUrl } = checkSite(settings);
    const root = rootOf(baseUrl, profile);
    const options = { ...settings, ...(root && { handler: root.handler }) };
    return createHttpProvider(
      smsActivateAdapter(profile, options),
      connectionOf(settings, root?.baseUrl ?? baseUrl),
    );
  },
  vocabulary: (settings) => vocabularyOf(settings.id ?? profileOf(settings).id, profileOf(settings)),
};

function profileOf(settings: SmsActivateSettings): Profile {
  return overridden(profiles[settings.profile ?? 'classic'], settings);
}
