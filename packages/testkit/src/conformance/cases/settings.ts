import { NumrouteError, type Provider, type ProviderPlugin } from '@numroute/core';
import { Absent, type Case } from '../stage/case.ts';
import { check, show } from '../stage/checks.ts';
import { checkSecret } from '../stage/secret.ts';

type Settings = Readonly<Record<string, unknown>>;

/** What a plugin says of settings from a file. */
export const settingsCases: readonly Case[] = [
  {
    id: 'settings/no-key',
    clause: 'C35',
    title:
      'whatever is wrong with the settings, the error repeats no key, and neither does a provider of them',
    async run({ plugin, settings, secret }) {
      if (!plugin) throw new Absent('the subject names no plugin');
      await tryOut(plugin, settings, secret, (error) =>
        check(false, `good settings are refused: ${show(error)}; does subject.settings lack some?`),
      );
      for (const raw of wrongSettings(settings, secret)) await tryOut(plugin, raw, secret, () => undefined);
    },
  },
  {
    id: 'settings/invalid-input',
    clause: 'C34',
    title: 'wrong settings are INVALID_INPUT, which names the one that is wrong',
    async run({ plugin, settings, secret }) {
      if (!plugin) throw new Absent('the subject names no plugin');
      const { apiKey: _apiKey, ...keyless } = settings;
      for (const raw of [undefined, null, 'text', 5, keyless, { ...settings, apiKey: [secret] }]) {
        try {
          plugin.parseSettings(raw);
        } catch (error) {
          const honest = NumrouteError.is(error, 'INVALID_INPUT');
          check(honest, `the settings ${show(raw)}: expected INVALID_INPUT, got ${show(error)}`);
          continue;
        }
        check(false, `the settings ${show(raw)}: expected INVALID_INPUT, but they were accepted`);
      }
    },
  },
];

/** The key in every place where somebody may have put it by mistake. */
function wrongSettings(settings: Settings, secret: string): readonly unknown[] {
  const encoded = encodeURIComponent(secret);
  const names = [...Object.keys(settings), 'id', 'limits', 'timeoutMs', 'purchaseTimeoutMs', 'proxy'];
  const { apiKey: _apiKey, ...keyless } = settings;
  return [
    secret,
    [secret],
    { ...keyless, apikey: secret },
    ...[[secret], { value: secret }, `${secret}\n`, `my key is ${secret}`].map((apiKey) => ({
      ...settings,
      apiKey,
    })),
    ...names.map((name) => ({ ...settings, [name]: name === 'apiKey' ? [secret] : secret })),
    ...[`no address ${secret}`, `ftp://127.0.0.1/${encoded}`, `http://me:${encoded}@127.0.0.1:9/`].map(
      (baseUrl) => ({ ...settings, baseUrl }),
    ),
    { ...settings, baseUrl: `http://127.0.0.1:9/?key=${encoded}`, allowInsecureHttp: false },
    { ...settings, limits: { requests: secret, perMs: secret, concurrent: secret } },
  ];
}

async function tryOut(
  plugin: ProviderPlugin,
  raw: unknown,
  secret: string,
  onError: (error: unknown) => void,
): Promise<void> {
  let provider: Provider;
  try {
    provider = plugin.create(plugin.parseSettings(raw));
  } catch (error) {
    checkSecret(secret, error, 'an error about settings');
    onError(error);
    return;
  }
  checkSecret(secret, provider, 'the provider of some settings');
  await provider.close?.();
}
