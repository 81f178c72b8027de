import { NumrouteError } from '@numroute/core';
import { GoodProvider } from './good-provider.ts';
import { type Mutant, pluginMutant } from './mutant.ts';
import { type PlainSettings, plainPlugin } from './plain-plugin.ts';

/** What is wrong with settings from a file. */
export const settingsMutants: readonly Mutant[] = [
  pluginMutant('repeats its settings where one is wrong', ['C35', 'settings/no-key'], {
    parseSettings(raw) {
      try {
        return plainPlugin.parseSettings(raw);
      } catch {
        throw NumrouteError.input('settings', 'good ones', JSON.stringify(raw));
      }
    },
  }),
  pluginMutant('repeats an address that is none', ['C35', 'settings/no-key'], {
    parseSettings(raw) {
      const { baseUrl } = (raw ?? {}) as { readonly baseUrl?: unknown };
      if (typeof baseUrl === 'string') new URL(baseUrl);
      return plainPlugin.parseSettings(raw);
    },
  }),
  pluginMutant('keeps a key that stands in an address, and shows it', ['C35', 'settings/no-key'], {
    parseSettings: (raw) => {
      const { baseUrl, ...more } = (raw ?? {}) as PlainSettings;
      const cleaned = { ...more, baseUrl: String(baseUrl).replace(/\/\/[^/@]*@/, '//') };
      return { ...plainPlugin.parseSettings(cleaned), baseUrl };
    },
  }),
  pluginMutant('makes a provider that shows its settings', ['C35', 'settings/no-key'], {
    create: (settings) => Object.assign(plainPlugin.create(settings), { from: settings }),
  }),
  pluginMutant('says with which key it could not be made', ['C35', 'settings/no-key'], {
    create(settings) {
      if (settings.baseUrl.length > 0) throw new Error(`no provider for ${settings.apiKey}`);
      return new GoodProvider({ ...settings, timeoutMs: 5000, currency: 'USD' });
    },
  }),
  pluginMutant('throws a plain error over wrong settings', ['C34', 'settings/invalid-input'], {
    parseSettings(raw) {
      if (typeof raw !== 'object' || raw === null) throw new TypeError('settings expected');
      return plainPlugin.parseSettings(raw);
    },
  }),
  pluginMutant('takes settings without a key', ['C34', 'settings/invalid-input'], {
    parseSettings: (raw) =>
      plainPlugin.parseSettings(typeof raw === 'object' ? { apiKey: 'none', ...raw } : raw),
  }),
];
