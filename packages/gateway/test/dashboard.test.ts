import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { money, type Offer, type Order } from '@numroute/core';
import { type Happening, memoryJournal } from '@numroute/journal';
import { createRouter, type RouterEvent } from '@numroute/router';
import { parser } from '@prometheus-io/lezer-promql';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { createLog, routerEvents, routerOrders, startGateway } from '../src/index.ts';
import { client, operator, TOKEN, until } from './support/gateway.ts';
import { converter, openMarket, providerAt } from './support/market.ts';
import { documentedClient } from './support/openapi.ts';
import { type Scrape, scrape } from './support/scrape.ts';

const deploy = fileURLToPath(new URL('../../../deploy/', import.meta.url));
const at = (file: string): string => join(deploy, file);

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly {
    readonly refId: string;
    readonly expr: string;
    readonly legendFormat: string;
  }[];
}

const dashboard = JSON.parse(readFileSync(at('grafana/numroute.json'), 'utf8')) as {
  readonly panels: readonly Panel[];
  readonly templating: {
    readonly list: readonly { readonly name: string; readonly query: string | { readonly query: string } }[];
  };
};
const rules = (
  parse(readFileSync(at('prometheus/alerts.yml'), 'utf8')) as {
    groups: { rules: { alert: string; expr: string; annotations: { summary: string } }[] }[];
  }
).groups.flatMap((group) => group.rules);

/** What Grafana puts in for its variables. */
const filledIn = (expr: string): string =>
  expr.replaceAll('$__rate_interval', '5m').replaceAll('$provider', '.*').replaceAll('$job', 'numroute');

const expressions: readonly (readonly [where: string, expr: string])[] = [
  ...rules.map(({ alert, expr }) => [alert, expr] as const),
  ...dashboard.panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => [`panel ${title}`, filledIn(expr)] as const),
  ),
  ...dashboard.templating.list.flatMap(({ name, query }) => {
    const asked = /^label_values\((.*), (\w+)\)$/.exec(
      filledIn(typeof query === 'string' ? query : query.query),
    );
    return asked ? [[`variable ${name}`, `sum by (${asked[2]}) (${asked[1]})`] as const] : [];
  }),
];

interface Selected {
  readonly metric: string;
  readonly labels: readonly string[];
  /** `label` of a matcher by equality, and what it must be. */
  readonly equal: readonly (readonly [label: string, value: string])[];
}

/** The metrics that an expression names with the labels it asks of each, and the labels that it groups by. */
function readExpression(expr: string): { selected: Selected[]; grouped: string[]; isBroken: boolean } {
  const tree = parser.parse(expr);
  const text = ({ from, to }: { from: number; to: number }): string => expr.slice(from, to);
  const selected: { metric: string; labels: string[]; equal: [string, string][] }[] = [];
  const grouped: string[] = [];
  let isBroken = false;
  tree.iterate({
    enter: (node) => {
      isBroken ||= node.type.isError;
      const last = selected.at(-1);
      if (node.name === 'VectorSelector') selected.push({ metric: '', labels: [], equal: [] });
      else if (node.name === 'Identifier' && last && last.metric === '') last.metric = text(node);
      else if (node.name === 'UnquotedLabelMatcher' && last) {
        const [, label = '', sign, value = ''] = /^(\w+)\s*(=~|!~|!=|=)\s*"(.*)"$/.exec(text(node)) ?? [];
        last.labels.push(label);
        if (sign === '=') last.equal.push([label, value]);
        if (sign === '=~') for (const one of value.split('|')) last.equal.push([label, one]);
      } else if (node.name === 'LabelName' && node.node.parent?.name === 'GroupingLabels')
        grouped.push(text(node));
    },
  });
  return { selected, grouped, isBroken };
}

/** What Prometheus adds to each sample. */
const ADDED = ['job', 'instance'];

const offer: Offer = {
  provider: 'toman',
  service: 'telegram',
  country: 'EE',
  price: money('8400', 'IRT'),
  stock: 1,
  handle: '',
};
const order: Order = {
  ...{ provider: 'toman', id: '7', phone: '+37255500001', service: 'telegram', country: 'EE' },
  ...{ quoted: offer.price, paid: offer.price, paidSource: 'offer', status: 'open', messages: [] },
  ...{ boughtAt: 1, refund: 'none' },
};
const cancelled = { kind: 'reported', report: { id: '7', status: 'cancelled', messages: [] } } as const;

/** What takes minutes at a vendor: refunds that came and that did not, as the router would tell them. */
async function rareEvents(): Promise<readonly RouterEvent[]> {
  const journal = memoryJournal({ acceptOrphans: true });
  const events: RouterEvent[] = [];
  for (const end of ['refund-seen', 'refund-missing'] as const) {
    const want = `want ${end}`;
    await journal.openWant({ id: want, print: '', at: 0 });
    const all: readonly Happening[] = [
      { kind: 'intent', want, offer, maxPrice: offer.price },
      { kind: 'bought', order, adopted: false },
      cancelled,
      { kind: end, evidence: '' },
    ];
    for (const happening of all) {
      const before = await journal.findAttempt(end);
      const entry = await journal.append({ ...happening, attempt: end, at: 1, by: 'buyer' });
      events.push({ type: 'attempt-written', entry, ...(before && { before }), happening });
    }
  }
  return [...events, { type: 'number-given-up', order, why: 'late', afterMs: 1, attempt: 'a' }];
}

let told: Scrape;

beforeAll(async () => {
  await using market = await openMarket();
  const events = routerEvents();
  const backedUp = { bytes: 4_096, lastBackupAt: Date.now() };
  const journal = { ...memoryJournal({ acceptOrphans: true }), disk: async () => backedUp };
  await using router = createRouter({
    providers: market.addresses.map(providerAt),
    rates: converter,
    journal,
    onEvent: events.tell,
  });
  await using gateway = await startGateway({
    orders: await routerOrders({ router, journal, rates: converter, events }),
    settings: { port: 0, clients: [client(), operator] },
    log: createLog({ write: () => undefined }),
  });
  const rest = await documentedClient(gateway.url, TOKEN);
  const headers = { 'idempotency-key': 'one' };
  const wish = { service: 'telegram', country: 'EE', maxPrice: money('0.5', 'USD') };
  const sold = await rest.call('/orders', { method: 'POST', body: wish, headers });
  const code = await rest.call('/codes', { method: 'POST', body: { ...wish, withinMs: 60_000 }, headers });
  await until(async () => (await rest.call(`/codes/${code.body.id}`)).body.state === 'waiting');
  for (const { id } of market.worldOf('toman').orders)
    market.worldOf('toman').receiveSms(id, 'Your code: 445566');
  expect(sold.status).toBe(201);
  for (const event of await rareEvents()) events.tell(event);
  await until(async () => {
    told = await scrape(gateway.url);
    return ['numroute_balance', 'numroute_codes_total', 'numroute_code_seconds_count'].every(
      (name) => told.value(name) !== undefined,
    );
  }, 60_000);
}, 120_000);

describe('alerts and dashboard', () => {
  test.each(expressions)('%s asks for what a gateway tells', (_where, expr) => {
    const { selected, grouped, isBroken } = readExpression(expr);
    expect(isBroken).toBe(false);
    expect(selected.length).toBeGreaterThan(0);
    for (const { metric, labels, equal } of selected) {
      if (metric === 'up') continue;
      const samples = told.samples.filter(({ name }) => name === metric);
      expect(samples, metric).not.toEqual([]);
      const known = [...Object.keys(samples[0]?.labels ?? {}), ...ADDED];
      expect(
        labels.filter((label) => !known.includes(label)),
        metric,
      ).toEqual([]);
      expect(
        grouped.filter((label) => !known.includes(label)),
        metric,
      ).toEqual([]);
      // A state, an outcome or a kind of event that no gateway ever says would be no alarm at all.
      for (const [label, value] of equal) {
        if (label === 'job' || value.includes('.')) continue;
        expect(
          samples.map((sample) => sample.labels[label]),
          `${metric}{${label}}`,
        ).toContain(value);
      }
    }
  });

  test('what is written about an alarm or a line names labels that the expression leaves', () => {
    const told = [
      ...rules.map(({ alert, expr, annotations: { summary } }) => [alert, expr, summary] as const),
      ...dashboard.panels.flatMap(({ title, targets = [] }) =>
        targets.map(({ expr, legendFormat }) => [title, filledIn(expr), legendFormat] as const),
      ),
    ];
    for (const [where, expr, text] of told) {
      const named = [...text.matchAll(/\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}/g)].map(([, label = '']) => label);
      const { grouped } = readExpression(expr);
      if (grouped.length > 0)
        expect(
          named.filter((label) => !grouped.includes(label)),
          where,
        ).toEqual([]);
    }
  });

  test('every alarm stands in the page for operators, and the page tells of no other', () => {
    const page = readFileSync(join(deploy, '../docs/running-a-gateway.md'), 'utf8');
    const told = [...page.matchAll(/^\| `(Numroute\w+)`/gm)].map(([, alert]) => alert);
    expect(told).toEqual(rules.map(({ alert }) => alert));
  });

  test('every metric of the gateway stands in the page for operators', () => {
    const page = readFileSync(join(deploy, '../docs/running-a-gateway.md'), 'utf8');
    const names = [...told.text.matchAll(/^# TYPE (numroute_\w+)/gm)].map(([, name = '']) => name);
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
    const named = [...page.matchAll(/`(numroute_[a-z_]+)`/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe('the dashboard', () => {
  test('has panels that lie side by side, each with an id of its own', () => {
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [nth, { title, gridPos: one }] of dashboard.panels.entries()) {
      expect(one.x + one.w, title).toBeLessThanOrEqual(24);
      for (const { title: other, gridPos: two } of dashboard.panels.slice(nth + 1)) {
        const isApart =
          one.x + one.w <= two.x ||
          two.x + two.w <= one.x ||
          one.y + one.h <= two.y ||
          two.y + two.h <= one.y;
        expect(isApart, `${title} and ${other}`).toBe(true);
      }
    }
  });

  test('is what Grafana’s own schema calls a dashboard', { timeout: 120_000 }, async () => {
    // Where the package is found.
    const folder = mkdtempSync(join(import.meta.dirname, '../node_modules/.dashboard-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const text = readFileSync(at('grafana/numroute.json'), 'utf8').trim();
    const checked = async (json: string): Promise<string> => {
      writeFileSync(
        join(folder, 'dashboard.ts'),
        `import type { Dashboard } from '@grafana/schema';
type Loose<T> = T extends string ? \`\${T}\` : T extends (infer U)[] ? Loose<U>[] : T extends object ? { [K in keyof T]: Loose<T[K]> } : T;
export const dashboard = ${json} satisfies Loose<Partial<Dashboard>>;`,
      );
      const flags = '--ignoreConfig --noEmit --strict --skipLibCheck --module nodenext --target es2022';
      const tsc = join(deploy, '../node_modules/.bin/tsc');
      const run = promisify(execFile)(tsc, [...flags.split(' '), 'dashboard.ts'], { cwd: folder });
      return (await run.catch((error: { stdout: string }) => error)).stdout;
    };
    expect(await checked(text)).toBe('');
    expect(await checked(text.replace('"schemaVersion": 39', '"schemaVersion": "39"'))).toContain('TS2322');
  });
});

const promtool = ['/usr/bin/promtool', '/usr/local/bin/promtool'].find((file) => existsSync(file));

describe.skipIf(!promtool)('promtool', () => {
  const run = (...args: readonly string[]): string =>
    execFileSync(promtool ?? '', args, { cwd: at('prometheus'), encoding: 'utf8' });

  test('takes the configuration and the rules, and their own tests hold', { timeout: 60_000 }, () => {
    expect(run('check', 'rules', 'alerts.yml')).toContain(`${rules.length} rules found`);
    expect(run('check', 'config', '--syntax-only', 'prometheus.yml')).toContain('SUCCESS');
    expect(run('test', 'rules', 'alerts.test.yml')).toContain('SUCCESS');
  });

  test('finds nothing to mend in the names and units of the metrics', { timeout: 60_000 }, () => {
    const own = told.text.split('\n').filter((line) => /^(?:# (?:HELP|TYPE) )?numroute_/.test(line));
    const linted = execFileSync(promtool ?? '', ['check', 'metrics'], {
      input: `${own.join('\n')}\n`,
      encoding: 'utf8',
    });
    expect(linted).toBe('');
  });
});
