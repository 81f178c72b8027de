import { createHash } from 'node:crypto';
import { NumrouteError, type Operation } from '@numroute/core';
import { createWorld, type Fault, startSandbox, type World, type WorldOptions } from '@numroute/testkit';
import type { Behaviour } from './behaviour.ts';
import { Messages } from './messages.ts';
import type { StandIn } from './stand-in.ts';

/** A vendor that is being played. */
export interface Playing extends AsyncDisposable {
  readonly vendor: StandIn;
  /** Of the provider in a config. No real vendor has it, so a journal never takes one for the other. */
  readonly id: string;
  readonly url: string;
  readonly key: string;
  readonly world: World;
  readonly behaviour: Behaviour;
}

export interface Stage {
  readonly behaviourOf: (vendor: string) => Behaviour;
  /** The first vendor's; the next ones follow. 0: any free ones. */
  readonly port: number;
  /** One for all. @default each its own, always the same */
  readonly key?: string;
  /** Told what happens, a line each. */
  readonly onLine: (line: string) => void;
}

/** How often it is looked whether an order's time is up. */
const LOOK_MS = 1_000;

/**
 * @returns All of them; disposing it closes them.
 * @throws {NumrouteError} INVALID_INPUT A port is taken.
 */
export async function playAll(
  vendors: readonly StandIn[],
  stage: Stage,
): Promise<readonly Playing[] & AsyncDisposable> {
  const started: Playing[] = [];
  try {
    for (const [n, vendor] of vendors.entries()) {
      started.push(await play(vendor, { ...stage, port: stage.port === 0 ? 0 : stage.port + n }));
    }
    return Object.assign(started, { [Symbol.asyncDispose]: () => closeAll(started) });
  } catch (error) {
    await closeAll(started);
    throw error;
  }
}

async function closeAll(playing: readonly Playing[]): Promise<void> {
  await Promise.all(playing.map((one) => one[Symbol.asyncDispose]()));
}

async function play(vendor: StandIn, { behaviourOf, port, key: given, onLine }: Stage): Promise<Playing> {
  const { name, dialect } = vendor;
  const id = `${name.toLowerCase().replace(/[^a-z0-9-]+/g, '-')}-sim`;
  const key = given ?? `sandbox-${name}`;
  const behaviour = behaviourOf(name);
  const say = (line: string): void => onLine(`${id}: ${line}`);
  const messages = new Messages(vendor.goods, behaviour.sms, say);
  const options = termsOf(vendor, behaviour, id);
  const world = createWorld({ ...options, secret: key, onOrder: (order) => messages.note(order, world) });
  const faultNames = new Map<Fault, string>();
  const sandbox = await startSandbox({
    world,
    dialect,
    port,
    // Nobody here looks at them.
    keep: 0,
    ...(behaviour.latencyMs !== undefined && { latencyMs: behaviour.latencyMs }),
    onFault: (fault, operation) => say(`${faultNames.get(fault)} hit ${requestOf(operation)}.`),
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
    throw NumrouteError.input('--port', 'a free port, or 0 for any', `${port} (${error.code})`);
  });
  for (const { name: fault, wire } of behaviour.faults) {
    if (!wire) continue;
    const every: Fault = { ...wire, times: Number.POSITIVE_INFINITY };
    faultNames.set(every, fault);
    sandbox.fault(every);
  }
  const look = setInterval(() => world.balance(), LOOK_MS);
  return {
    vendor,
    id,
    key,
    world,
    behaviour,
    url: sandbox.url,
    async [Symbol.asyncDispose]() {
      clearInterval(look);
      messages.close();
      await sandbox.close();
    },
  };
}

function termsOf(vendor: StandIn, { faults, stock, surcharge }: Behaviour, id: string): WorldOptions {
  const { currency, funds, goods, money, cancelAfterMs, lifetimeMs } = vendor;
  const usual: WorldOptions = {
    currency,
    funds,
    offers: goods.map(({ luck: _luck, ...offer }) => ({ ...offer, ...(stock !== undefined && { stock }) })),
    firstOrder: firstOrderOf(id),
    ...money,
    ...(cancelAfterMs !== undefined && { cancelAfterMs }),
    ...(lifetimeMs !== undefined && { lifetimeMs }),
    ...(surcharge !== undefined && { surcharge }),
  };
  let options = usual;
  for (const { terms } of faults) options = { ...options, ...terms?.(options) };
  return options;
}

/**
 * Two vendors never sell the same number, and one that was started again sells other orders than before:
 * a journal may still know the former ones.
 */
function firstOrderOf(id: string): number {
  const place = createHash('sha256').update(id).digest().readUInt32BE(0) % 1_000;
  const secondOfDay = Math.floor(Date.now() / 1_000) % 86_400;
  return 1_000_000 + place * 100_000 + secondOfDay;
}

const requests: Partial<Readonly<Record<Operation, string>>> = {
  purchase: 'a purchase',
  listOffers: 'a price list',
  fetchOrder: 'a question for an order',
  cancelOrder: 'a cancel',
  fetchBalance: 'a question for the balance',
};

const requestOf = (operation: Operation | undefined): string =>
  (operation && requests[operation]) ?? 'a request';
