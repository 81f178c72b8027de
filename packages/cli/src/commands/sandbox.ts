import { arzancellDialect } from '@numroute/arzancell';
import { NumrouteError, systemClock } from '@numroute/core';
import { createWorld, type Sandbox, startSandbox, type World } from '@numroute/testkit';
import { wholeOf } from '../arguments.ts';
import { arzancellSample } from '../demo-market.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';

export interface SandboxFlags {
  readonly port: string;
}

const SMS_AFTER_MS = 3_000;
const LOOK_EVERY_MS = 200;

/** A simulated ArzanCell for trying things out, until Ctrl-C. */
export async function sandbox(io: Io, flags: SandboxFlags): Promise<number> {
  const port = wholeOf(flags.port, '--port', 0, 65_535);
  const world = createWorld({ currency: 'IRT', funds: '500000', offers: arzancellSample });
  await using served = await serve(world, port);
  io.stdout.write(instructions(served.url, world));
  try {
    await sendMessages(io, world);
  } catch (error) {
    if (!io.signal.aborted) throw error;
  }
  io.stdout.write('Sandbox closed.\n');
  return EXIT.ok;
}

async function serve(world: World, port: number): Promise<Sandbox> {
  try {
    return await startSandbox({ world, dialect: arzancellDialect(), port });
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

function instructions(url: string, { secret }: World): string {
  const entry = {
    plugin: '@numroute/arzancell',
    settings: {
      id: 'sandbox',
      apiKey: { env: 'NUMROUTE_SANDBOX_KEY' },
      baseUrl: url,
      allowInsecureHttp: true,
    },
  };
  return `SIMULATED ArzanCell at ${url}
It sells Telegram, WhatsApp and (sold out) Viber in Estonia, for play money in Toman.
Every order gets an SMS about ${SMS_AFTER_MS / 1000} s after it was bought. Ctrl-C ends it all.

In another terminal:

  export NUMROUTE_SANDBOX_KEY=${secret}
  curl '${url}?api=${secret}&action=get_balance'

or put this into numroute.config.json and run \`numroute buy telegram --max 9000IRT\`:

${JSON.stringify({ providers: [entry] }, null, 2)}

`;
}
