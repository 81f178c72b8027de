import { findCountry, NumrouteError, systemClock } from '@numroute/core';
import { type Sandbox, startSandbox, type World } from '@numroute/testkit';
import { wholeOf } from '../arguments.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import {
  arzancellVendor,
  packageVendor,
  type SandboxVendor,
  siteVendor,
} from '../vendors/sandbox-vendors.ts';

export interface SandboxFlags {
  readonly port: string;
  /** Which site of the sms-activate family to stand in for; absent: ArzanCell. */
  readonly profile?: string;
  /** No order gets an SMS. */
  readonly silent?: boolean;
}

/** Whose vendor to stand in for: a package that exports `./conformance`, and one of its subjects. */
interface SandboxTarget {
  readonly target: string | undefined;
  readonly name: string | undefined;
}

const SMS_AFTER_MS = 3_000;
const LOOK_EVERY_MS = 200;

/** A simulated vendor for trying things out, until Ctrl-C. */
export async function sandbox(io: Io, wanted: SandboxTarget, flags: SandboxFlags): Promise<number> {
  const port = wholeOf(flags.port, '--port', 0, 65_535);
  const vendor = await vendorOf(io, wanted, flags);
  await using served = await serve(vendor, port);
  const isSilent = flags.silent === true;
  io.stdout.write(instructions(served.url, vendor, isSilent));
  try {
    await sendMessages(io, vendor.world, isSilent);
  } catch (error) {
    if (!io.signal.aborted) throw error;
  }
  io.stdout.write('Sandbox closed.\n');
  return EXIT.ok;
}

async function vendorOf(
  { cwd }: Io,
  { target, name }: SandboxTarget,
  { profile }: SandboxFlags,
): Promise<SandboxVendor> {
  if (target === undefined) return profile === undefined ? arzancellVendor() : siteVendor(profile);
  if (profile === undefined) return await packageVendor(target, name, cwd);
  throw NumrouteError.input('--profile', 'no package beside it: a package has its vendors by name');
}

async function serve({ world, dialect }: SandboxVendor, port: number): Promise<Sandbox> {
  try {
    return await startSandbox({ world, dialect, port });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    throw NumrouteError.input('--port', 'a free port, or 0 for any', `${port} (${code})`);
  }
}

async function sendMessages({ stdout, signal }: Io, world: World, isSilent: boolean): Promise<never> {
  const seen = new Set<string>();
  for (;;) {
    await systemClock.sleep(LOOK_EVERY_MS, signal);
    for (const { id, status, service, country, orderedAt } of world.orders) {
      if (isSilent || status !== 'open' || seen.has(id) || systemClock.now() - orderedAt < SMS_AFTER_MS)
        continue;
      seen.add(id);
      const code = String(10_000 + ((Number(id) * 7919) % 90_000));
      world.receiveSms(id, `Your ${service} code: ${code}`);
      stdout.write(`order ${id} (${service}, ${country}) got an SMS with the code ${code}\n`);
    }
  }
}

function instructions(
  url: string,
  { name, world, plugin, settings, balance }: SandboxVendor,
  isSilent: boolean,
): string {
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
  const inStock = offers.filter(({ stock }) => stock > 0).map(({ service }) => service);
  const service = inStock.includes('telegram') ? 'telegram' : inStock[0];
  const dearest = Math.ceil(Math.max(...offers.map(({ price }) => Number(price))));
  const curl = balance === undefined ? '' : `  curl '${url}?${balance}'\n`;
  const sms = isSilent
    ? 'No order gets an SMS.'
    : `Every order gets an SMS about ${SMS_AFTER_MS / 1000} s after it was bought.`;
  return `SIMULATED ${name} at ${url}
It sells for play money:
${goods.join('\n')}
${sms} Ctrl-C ends it all.

In another terminal:

  export NUMROUTE_SANDBOX_KEY=${secret}
${curl}
${curl === '' ? 'and' : 'or'} put this into numroute.config.json and run \`numroute buy ${service} --max ${dearest}${currency}\`:

${JSON.stringify({ providers: [entry] }, null, 2)}

`;
}
