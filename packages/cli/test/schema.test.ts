import { readFile } from 'node:fs/promises';
import arzancell from '@numroute/arzancell';
import { NumrouteError, type ProviderPlugin } from '@numroute/core';
import fivesim from '@numroute/fivesim';
import numberland from '@numroute/numberland';
import onlinesim from '@numroute/onlinesim';
import ownNumbers from '@numroute/own-numbers';
import smsActivate, { profiles } from '@numroute/sms-activate';
import smsman from '@numroute/smsman';
import smspool from '@numroute/smspool';
import smspva from '@numroute/smspva';
import textverified from '@numroute/textverified';
import vaksms from '@numroute/vaksms';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';

const schema = JSON.parse(await readFile(new URL('../numroute.schema.json', import.meta.url), 'utf8'));
const ajv = new Ajv2020({ strict: false });
const check = ajv.compile(schema);
const takes = (provider: unknown): boolean => check({ providers: [provider] });

const apiKey = { env: 'KEY' };
const inTheBox: readonly [string, ProviderPlugin, string][] = [
  ['arzancell', arzancell, 'arzancell'],
  ['fivesim', fivesim, 'fivesim'],
  ['numberland', numberland, 'numberland'],
  ['onlinesim', onlinesim, 'onlinesim'],
  ['smsman', smsman, 'smsman'],
  ['smspool', smspool, 'smspool'],
  ['smspva', smspva, 'smspva'],
  ['textverified', textverified, 'textverified'],
  ['vaksms', vaksms, 'vaksms'],
  ['sms-activate', smsActivate, 'smsActivate'],
];

/** What they do not do without. */
const needed: Readonly<Record<string, object>> = {
  'sms-activate': { profile: 'herosms' },
  onlinesim: { currency: 'USD' },
  smsman: { currency: 'RUB' },
  textverified: { username: 'user@example.com' },
  vaksms: { currency: 'RUB' },
};

/** As the plugin itself lists them. */
function settingsOf(plugin: ProviderPlugin): readonly string[] {
  try {
    plugin.parseSettings({ '-': 1 });
  } catch (error) {
    if (NumrouteError.is(error, 'INVALID_INPUT')) {
      return error.details.expected.replace('one of ', '').split(', ');
    }
  }
  throw new Error('it took any setting');
}

describe('the schema of the config', () => {
  test.each(inTheBox)('%s: it names the settings of the plugin, and refuses others', (name, plugin, part) => {
    const { properties } = schema.$defs[part];
    const named = [...Object.keys(schema.$defs.common.properties), ...Object.keys(properties)];
    expect(named.toSorted()).toEqual(settingsOf(plugin).toSorted());
    const settings = { apiKey, ...needed[name] };
    const entry = { plugin: `@numroute/${name}`, settings };
    expect(takes(entry)).toBe(true);
    expect(takes({ ...entry, settings: { ...settings, baseUrl: 'https://x.example/api' } })).toBe(true);
    expect(takes({ ...entry, settings: { ...settings, baseurl: 'https://x.example/api' } })).toBe(false);
    expect(takes({ ...entry, settings: {} })).toBe(false);
    expect(takes({ plugin: entry.plugin })).toBe(false);
  });

  test('numbers of one’s own: it names the settings of the plugin, and what each inbox needs', () => {
    expect(Object.keys(schema.$defs.ownNumbers.properties).toSorted()).toEqual(
      settingsOf(ownNumbers).toSorted(),
    );
    const numbers = [{ number: '+15550001111', country: 'US' }];
    const common = { leases: './own.sqlite', currency: 'USD', numbers };
    const entry = (settings: object) => ({ plugin: '@numroute/own-numbers', settings });
    const folder = { ...common, inbox: 'folder', folder: './sms' };
    const accountSid = { env: 'SID' };
    expect(takes(entry(folder))).toBe(true);
    expect(takes(entry({ ...common, inbox: 'twilio', apiKey, accountSid }))).toBe(true);
    expect(takes(entry({ ...common, inbox: 'twilio', accountSid }))).toBe(false);
    expect(takes(entry({ ...common, inbox: 'folder' }))).toBe(false);
    expect(takes(entry({ ...folder, numbers: [] }))).toBe(false);
    expect(takes(entry({ ...folder, color: 1 }))).toBe(false);
    expect(takes({ plugin: '@numroute/own-numbers' })).toBe(false);
  });

  test('a misspelt package of ours is refused, and anybody else’s is let through with its settings', () => {
    expect(takes({ plugin: '@numroute/arzancel', settings: { apiKey } })).toBe(false);
    for (const plugin of ['numroute-acme', './acme.mjs', '@acme/numroute']) {
      expect(takes({ plugin, settings: { anything: { at: 'all' }, id: 7 } })).toBe(true);
      expect(takes({ plugin })).toBe(true);
    }
  });

  test('it knows every profile, and which do not tell their currency', () => {
    expect(schema.$defs.smsActivate.properties.profile.enum).toEqual(Object.keys(profiles));
    const [, { if: silent }] = schema.$defs.smsActivate.allOf;
    const assumed = Object.entries(profiles).filter(([, profile]) => profile.assumed.includes('currency'));
    expect(silent.properties.profile.enum).toEqual(assumed.map(([name]) => name));
  });

  test('a gateway may take webhooks and send them', () => {
    const providers = [{ plugin: '@numroute/arzancell', settings: { apiKey } }];
    const client = { id: 'crm', token: { env: 'TOKEN' }, budget: '5USD' };
    const webhook = { url: 'https://crm.example.com/hook', secret: { env: 'WEBHOOK' } };
    const gateway = { hooks: { secret: { env: 'HOOK' } }, webhooks: { private: true } };
    expect(check({ providers, gateway: { ...gateway, clients: [{ ...client, webhook }] } })).toBe(true);
    expect(check({ providers, gateway: { ...gateway, clients: [{ ...client, webhook: {} }] } })).toBe(false);
    expect(check({ providers, gateway: { hooks: { secret: 'here' }, clients: [client] } })).toBe(false);
  });
});
