import type { Io } from '../io.ts';
import { type Check, isObject, type Members } from './check.ts';

const SECRET_NAME = /^(?:x-)?(?:api)?[_-]?key$|^(?:proxy[_-]?)?auth|secret|token|passw/i;

/** A provider as the config names it, with what the environment holds in place of its references. */
export interface ProviderEntry {
  readonly plugin: string;
  readonly settings: Members;
}

/** The providers of a config, and what came out of the environment. */
export function readProviders(
  check: Check,
  raw: unknown,
  env: Io['env'],
): { readonly providers: readonly ProviderEntry[]; readonly secrets: readonly string[] } {
  const secrets: string[] = [];
  const providers = check.list(raw, 'providers', (entry, place) =>
    providerAt(check, entry, place, env, secrets),
  );
  if (Array.isArray(raw) && raw.length === 0) {
    check.refuse(
      'providers',
      'at least one provider, such as {"plugin": "@numroute/arzancell", "settings": {…}}',
    );
  }
  requireApart(check, providers);
  return { providers, secrets };
}

/** What is wrong keeps its place in the list, so that the others keep theirs. */
function providerAt(
  check: Check,
  raw: unknown,
  place: string,
  env: Io['env'],
  secrets: string[],
): ProviderEntry {
  const entry = check.object(raw, place, ['plugin', 'settings']);
  if (!entry) return { plugin: '', settings: {} };
  const plugin = check.text(
    entry['plugin'],
    `${place}.plugin`,
    'a package name such as "@numroute/arzancell"',
  );
  const settings = check.object(entry['settings'] ?? {}, `${place}.settings`) ?? {};
  const resolved = Object.entries(settings).map(([name, value]): [string, unknown] => [
    name,
    settingAt(check, name, value, `${place}.settings.${name}`, env, secrets),
  ]);
  return { plugin, settings: Object.fromEntries(resolved) };
}

/** The settings that say whose account it is, by their names. */
export function keysOf({ proxyAuth: _proxyAuth, ...settings }: Members): readonly [string, unknown][] {
  return Object.entries(settings).filter(([name]) => SECRET_NAME.test(name));
}

/** Two names for one account would take each other's orders for their own, and each other's money. */
function requireApart(check: Check, providers: readonly ProviderEntry[]): void {
  const seen = new Map<string, string>();
  for (const [index, { plugin, settings }] of providers.entries()) {
    // By which way a site is reached says nothing of whose account it is.
    const { id, profile, baseUrl } = settings;
    const keys = keysOf(settings);
    // Of a key that is missing nothing is known.
    if (keys.length === 0 || keys.some(([, value]) => value === undefined)) continue;
    const name = String(id ?? profile ?? plugin);
    const site = typeof baseUrl === 'string' ? baseUrl.replace(/\/+$/, '') : [plugin, profile];
    const account = JSON.stringify([site, keys]);
    const twin = seen.get(account);
    // Two of one id are told as that.
    if (twin !== undefined && twin !== name) {
      check.refuse(
        `providers[${index}].settings`,
        `a site or a key of its own: ${twin} and ${name} are one account; leave one of them out`,
      );
    }
    seen.set(account, name);
  }
}

/** Undefined where the setting is wrong. */
function settingAt(
  check: Check,
  name: string,
  value: unknown,
  place: string,
  env: Io['env'],
  secrets: string[],
): unknown {
  if (isObject(value) && 'env' in value) {
    const variable = check.text(value['env'], `${place}.env`, 'the name of an environment variable');
    const found = env[variable];
    if (found) {
      secrets.push(found);
      return found;
    }
    if (variable)
      check.refuse(place, `the environment variable ${variable} to be set; it is empty or missing`);
    return undefined;
  }
  if (SECRET_NAME.test(name)) {
    check.refuse(
      place,
      `{"env": "NAME"} with the name of an environment variable that holds it; files are copied and committed, keys must not be`,
      'something written into the file',
    );
    return undefined;
  }
  if (typeof value === 'string' && holdsSecret(value)) {
    check.refuse(
      place,
      `a URL without a key, user name or password in it; ${name === 'proxy' ? 'they belong in "proxyAuth"' : 'the key belongs in "apiKey"'}: {"env": "NAME"}`,
      'a URL that carries one',
    );
    return undefined;
  }
  return value;
}

function holdsSecret(text: string): boolean {
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(text) || !URL.canParse(text)) return false;
  const { username, password, searchParams } = new URL(text);
  return (
    username !== '' || password !== '' || [...searchParams.keys()].some((name) => SECRET_NAME.test(name))
  );
}
