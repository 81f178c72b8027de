import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ANOTHER_SITE, chosen, neededOf, vendorNames } from '../../packages/cli/src/init/choices.ts';
import {
  balanceProves,
  can,
  NumrouteError,
  type Provider,
  type ProviderPlugin,
} from '../../packages/core/src/index.ts';

const root = path.join(import.meta.dirname, '..', '..');
const MINUTE_MS = 60_000;

/** By the settings that its plugin asks for. Nothing of them is told by the table. */
async function providerOf(name: string): Promise<{ readonly provider: Provider; readonly folder: string }> {
  const asked = neededOf(name);
  const { plugin, settings } = chosen(name, {
    ...(asked.includes('currency') && { currency: 'USD' }),
    ...(asked.includes('username') && { username: 'user@example.com' }),
  });
  const folder = plugin.replace('@numroute/', 'packages/');
  const { default: made } = (await import(
    /* @vite-ignore */ pathToFileURL(path.join(root, folder, 'src', 'index.ts')).href
  )) as {
    readonly default: ProviderPlugin;
  };
  return { provider: made.create(made.parseSettings({ ...settings, apiKey: 'key' })), folder };
}

/** What a purchase whose reply was lost is known by. */
function recoveryOf(provider: Provider): string {
  const evidence = [
    can(provider, 'findOrder') && 'own id',
    can(provider, 'listOpenOrders') && 'open orders',
    can(provider, 'listHistory') && 'history',
    balanceProves(provider) && 'balance',
  ].filter((one) => one !== false);
  return evidence.length === 0 ? 'nothing' : evidence.join(', ');
}

function cancelOf(provider: Provider): string {
  if (!can(provider, 'cancelOrder')) return 'no';
  const { traits, timing } = provider.manifest;
  const after = timing.cancelAfterMs ? ` after ${timing.cancelAfterMs / 1_000} s` : '';
  if (traits.charges === 'delivery') return `nothing was taken${after}`;
  return `${traits.refundsOnCancel ? 'money back' : 'no money back'}${after}`;
}

function lifetimeOf({ manifest: { timing } }: Provider): string {
  return timing.lifetimeMs === undefined ? 'not told' : `${timing.lifetimeMs / MINUTE_MS} min`;
}

const yes = (is: boolean): string => (is ? 'yes' : 'no');

const COLUMNS: readonly (readonly [title: string, cell: (provider: Provider) => string])[] = [
  ['takes money at', ({ manifest }) => manifest.traits.charges ?? 'purchase'],
  ['keeps a cap itself', ({ manifest }) => yes(manifest.traits.priceGuard)],
  ['a lost purchase is found by', recoveryOf],
  ['cancel', cancelOf],
  ['finish', (provider) => yes(can(provider, 'finishOrder'))],
  [
    'another SMS',
    (provider) => {
      if (provider.manifest.traits.messages === 'many') return 'by itself';
      return can(provider, 'requestAnotherSms') ? 'when asked' : 'no';
    },
  ],
  ['takes bad numbers back', (provider) => yes(can(provider, 'rejectNumber'))],
  ['a number lives', lifetimeOf],
];

/**
 * What each vendor in the box can do, as a table of Markdown, from the manifests and methods of their
 * providers.
 *
 * @throws {NumrouteError} INVALID_INPUT A plugin needs a setting that is not known here.
 */
export async function vendorTable(): Promise<string> {
  const names = vendorNames.filter((name) => name !== ANOTHER_SITE);
  const rows = await Promise.all(
    names.map(async (name) => {
      const { provider, folder } = await providerOf(name);
      return [`[${name}](${folder}/README.md)`, ...COLUMNS.map(([, cell]) => cell(provider))];
    }),
  );
  const titles = ['vendor', ...COLUMNS.map(([title]) => title)];
  return [titles, titles.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const BEGIN = '<!-- The vendors in the box: npm run vendors -->';
const END = '<!-- The end of the vendors -->';

/** The README with this table in the place of the one that it has. */
export function withTable(readme: string, table: string): string {
  const [before, rest] = readme.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) {
    throw NumrouteError.input('README.md', `a table between ${BEGIN} and ${END}`);
  }
  return `${before}${BEGIN}\n\n${table}\n\n${END}${after}`;
}
