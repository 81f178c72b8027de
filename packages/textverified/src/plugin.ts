import { type ProviderPlugin, parseService } from '@numroute/core';
import { type CommonSettings, codesIn, commonChecks, pluginOf, text, vocabularyOf } from '@numroute/http';
import { type TextverifiedOptions, textverifiedAdapter } from './adapter.ts';
import { createCodes, isService } from './codes.ts';
import { defaultBaseUrl, recognition } from './recognition.ts';

export interface TextverifiedSettings extends CommonSettings, TextverifiedOptions {}

/** TextVerified, as a config or a router takes it: `textverified.create({ apiKey, username })`. */
export const textverified: ProviderPlugin<TextverifiedSettings> = pluginOf<TextverifiedSettings>({
  id: 'textverified',
  baseUrl: defaultBaseUrl,
  checks: {
    ...commonChecks,
    username: (value) =>
      text(value, 'username', 'the e-mail address of your account at TextVerified', /^[\x21-\x7e]{1,254}$/),
    services: (value) => codesIn(value, 'services', parseService, nameOf),
  },
  required: ['username'],
  adapter: textverifiedAdapter,
  vocabulary: ({ id = 'textverified', services }) => vocabularyOf(createCodes(id, services), ['services']),
  recognition,
});

function nameOf(given: unknown): string | undefined {
  return typeof given === 'string' && isService(given) ? given : undefined;
}
