import { arzancellDialect } from '@numroute/arzancell';
import { type Dialect, findCountry, NumrouteError, systemClock } from '@numroute/core';
import { type ProfileName, profiles, smsActivateDialect } from '@numroute/sms-activate';
import { createWorld, type Sandbox, startSandbox, type World } from '@numroute/testkit';
import { wholeOf } from '../arguments.ts';
import { arzancellSample } from '../demo-market.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';

export interface SandboxFlags {
  readonly port: string;
  /** Which site of the sms-activate family to stand in for; absent: ArzanCell. */
  readonly profile?: string;
}

/** One vendor to stand in for, and how a config would name it. */
interface Stall {
  readonly name: string;
  readonly world: World;
  readonly dialect: Dialect;
  readonly plugin: string;
  readonly settings: Readonly<Record<string, string>>;
  /** The query of a first try. */
  readonly balance: string;
}

const SMS_AFTER_MS = 3_000;
const LOOK_EVERY_MS = 200;

/** A simulated vendor for trying things out, until Ctrl-C. */
export async function sandbox(io: Io, flags: SandboxFlags): Promise<number> {
  const port = wholeOf(flags.port, '--port', 0, 65_535);
  const stall = flags.profile === undefined ? arzancellStall() : siteStall(flags.profile);
  await using served = await serve(stall, port);
  io.stdout.write(instructions(served.url, stall));
  try {
    await sendMessages(io, stall.world);
  } catch (error) {
    if (!io.signal.aborted) throw error;
  }
  io.stdout.write('Sandbox closed.\n');
  return EXIT.ok;
}

function arzancellStall(): Stall {
  const world = createWorld({ currency: 'IRT', funds: '500000', offers: arzancellSample });
  return {
    name: 'ArzanCell',
    world,
    dialect: arzancellDialect(),
    plugin: '@numroute/arzancell',
    settings: {},
    balance: `api=${world.secret}&action=get_balance`,
  };
}

function siteStall(text: string): Stall {
  const names = Object.keys(profiles) as ProfileName[];
  const name = names.find((one) => one === text);
  if (!name) throw NumrouteError.input('--profile', `one of ${names.join(', ')}`, JSON.stringify(text));
  const profile = profiles[name];
  const { assumed, baseUrl, currency, onlyCountry } = profile;
  const { currencyParameter: named } = profile;
  const inEveryRequest = named?.in === 'all' ? `&${named.name}=${named.values[currency]}` : '';
  const mustSay = baseUrl === undefined || assumed.includes('currency');
  const countries = onlyCountry === undefined ? ['EE', 'GB'] : ['US'];
  const world = createWorld({
    currency,
    funds: '100',
    offers: countries.flatMap((country, n) => [
      { service: 'telegram', country, price: `0.${12 + n * 9}`, stock: 9 },
      { service: 'whatsapp', country, price: `0.${31 + n * 9}`, stock: 140 },
    ]),
  });
  return {
    name,
    world,
    dialect: smsActivateDialect(profile),
    plugin: '@numroute/sms-activate',
    settings: { profile: name, ...(mustSay && { currency }) },
    balance: `api_key=${world.secret}&action=getBalance${inEveryRequest}`,
  };
}

async function serve({ world, dialect }: Stall, port: number): Promise<Sandbox> {
  try {
    return await startSandbox({ world, dialect, port });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    throw NumrouteError.input('--port', 'a free port, or 0 for any', `${port} (${code})`);
  }
}

async function sendMessages({ stdout, signal }: Io, world: World): Promise<never> {
  const seen = new Set<string>();
  for (;;) {
    await systemClock.sleep(LOOK_EVERY_MS, signal);
    for (const { id, status, service, country, orderedAt } of world.orders) {
      if (status !== 'open' || seen.has(id) || systemClock.now() - orderedAt < SMS_AFTER_MS) continue;
      seen.add(id);
      const code = String(10_000 + ((Number(id) * 7919) % 90_000));
      world.receiveSms(id, `Your ${service} code: ${code}`);
      stdout.write(`order ${id} (${service}, ${country}) got an SMS with the code ${code}\n`);
    }
  }
}

function instructions(url: string, { name, world, plugin, settings, balance }: Stall): string {
  const { secret, currency, offers } = world;
  const entry = {
    plugin,
    settings: {
      id: 'sandbox',
      ...settings,
      apiKey: { env: 'NUMROUTE_SANDBOX_KEY' },
      baseUrl: url,
      allowInsecureHttp: true,
    },
  };
  const goods = offers.map(({ service, country, price, stock }) => {
    const where = findCountry(country)?.name ?? country;
    return `  ${service} in ${where}: ${price} ${currency}${stock === 0 ? ', sold out' : ''}`;
  });
  const dearest = Math.ceil(Math.max(...offers.map(({ price }) => Number(price))));
  return `SIMULATED ${name} at ${url}
It sells for play money:
${goods.join('\n')}
Every order gets an SMS about ${SMS_AFTER_MS / 1000} s after it was bought. Ctrl-C ends it all.

In another terminal:

  export NUMROUTE_SANDBOX_KEY=${secret}
  curl '${url}?${balance}'

or put this into numroute.config.json and run \`numroute buy telegram --max ${dearest}${currency}\`:

${JSON.stringify({ providers: [entry] }, null, 2)}

`;
}
