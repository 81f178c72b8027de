import { NumrouteError, type ProviderPlugin } from '@numroute/core';
import { GoodProvider } from './good-provider.ts';

export interface PlainSettings {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly allowInsecureHttp?: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/** What a config file loads, checked by hand. */
export const plainPlugin: ProviderPlugin<PlainSettings> = {
  id: 'plain',
  apiVersion: 1,
  parseSettings(raw) {
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
      throw NumrouteError.input('settings', 'an object of settings');
    const { apiKey, baseUrl, allowInsecureHttp, ...more } = raw as Fields;
    if (Object.keys(more).length > 0) throw NumrouteError.input('settings', 'no more than three settings');
    if (typeof apiKey !== 'string' || !/^\S+$/.test(apiKey)) throw NumrouteError.input('apiKey', 'a key');
    if (typeof baseUrl !== 'string' || !URL.canParse(baseUrl))
      throw NumrouteError.input('baseUrl', 'an address');
    const { protocol, username, search } = new URL(baseUrl);
    if (!/^https?:$/.test(protocol) || username !== '' || search !== '')
      throw NumrouteError.input('baseUrl', 'an address of the web without a key in it');
    if (allowInsecureHttp !== undefined && typeof allowInsecureHttp !== 'boolean')
      throw NumrouteError.input('allowInsecureHttp', 'true or false');
    if (protocol === 'http:' && !allowInsecureHttp) throw NumrouteError.input('baseUrl', 'https:');
    return { apiKey, baseUrl };
  },
  create: ({ apiKey, baseUrl }) => new GoodProvider({ apiKey, baseUrl, timeoutMs: 5000, currency: 'USD' }),
};
