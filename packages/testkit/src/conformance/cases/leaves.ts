import { NumrouteError, type WireReply } from '@numroute/core';
import { Absent, type Case, type Clause } from '../stage/case.ts';
import { Broken, check, same, show } from '../stage/checks.ts';
import { checkAnswer, checkError, known } from '../stage/claims.ts';
import { type Leaf, leavesOf, strangeFor, UNHEARD, withLeaf } from '../stage/leaves.ts';
import {
  buy,
  buyDelivered,
  goodOf,
  matchOf,
  needsOf,
  offerFor,
  periodOf,
  purchase,
  type Read,
  reads,
  truthOf,
} from '../stage/moves.ts';
import { checkReport } from '../stage/reports.ts';
import type { Stage } from '../stage/stage.ts';

/** Of a long list, as many places as tell enough. */
const MOST_PLACES = 36;
const MINUTE = 60_000;
const ENOUGH_STOCK = 500;

type Operation = Read['operation'];

/** One true reply, of which each value is changed in turn. */
interface Scene {
  readonly name: string;
  readonly operation: Operation;
  /** Brings the world to where the reply is heard; the id is that of the order that it is about. */
  prepare(stage: Stage): Promise<string>;
  /** Each try needs an order of its own. */
  readonly consumes?: true;
}

const bought = async (stage: Stage): Promise<string> => (await buy(stage)).receipt.id;
const delivered = async (stage: Stage): Promise<string> => (await buyDelivered(stage)).receipt.id;

const scenes: readonly Scene[] = [
  { name: 'a market', operation: 'listOffers', prepare: async () => '' },
  { name: 'a balance', operation: 'fetchBalance', prepare: async () => '' },
  { name: 'an open order', operation: 'fetchOrder', prepare: bought },
  { name: 'a delivered order', operation: 'fetchOrder', prepare: delivered },
  {
    name: 'a finished order',
    operation: 'fetchOrder',
    prepare: async (stage) => (await stage.world.shop.finishOrder(await delivered(stage))).id,
  },
  {
    name: 'a cancelled order',
    operation: 'fetchOrder',
    prepare: async (stage) => (await stage.world.shop.cancelOrder(await bought(stage))).id,
  },
  {
    name: 'an order whose time is up',
    operation: 'fetchOrder',
    async prepare(stage) {
      const id = await bought(stage);
      await stage.passTime(stage.world.lifetimeMs + 1);
      return id;
    },
  },
  { name: 'a cancel', operation: 'cancelOrder', prepare: bought, consumes: true },
  { name: 'a cancel that is refused', operation: 'cancelOrder', prepare: delivered },
  { name: 'a finish', operation: 'finishOrder', prepare: delivered, consumes: true },
  { name: 'a finish that is refused', operation: 'finishOrder', prepare: bought },
  { name: 'another SMS', operation: 'requestAnotherSms', prepare: delivered, consumes: true },
  { name: 'another SMS that is refused', operation: 'requestAnotherSms', prepare: bought },
  {
    name: 'the open orders',
    operation: 'listOpenOrders',
    async prepare(stage) {
      await bought(stage);
      await delivered(stage);
      return await bought(stage);
    },
  },
  {
    name: 'a history',
    operation: 'listHistory',
    async prepare(stage) {
      await stage.world.shop.finishOrder(await delivered(stage));
      await bought(stage);
      return (await stage.world.shop.cancelOrder(await bought(stage))).id;
    },
  },
  { name: 'an order that is found by its name', operation: 'findOrder', prepare: delivered },
];

const clauses: Readonly<Record<Operation, Clause>> = {
  listOffers: 'C33',
  fetchOrder: 'C23',
  cancelOrder: 'C24',
  finishOrder: 'C27',
  requestAnotherSms: 'C28',
  listOpenOrders: 'C31',
  findOrder: 'C42',
  listHistory: 'C43',
  fetchBalance: 'C32',
};

/** No false claim follows from a true reply in which one value is strange. */
export const leafCases: readonly Case[] = [
  ...reads.map((read): Case => {
    const { operation } = read;
    return {
      id: `strange-value/${operation}`,
      clause: clauses[operation],
      title: `${operation}: a true reply with one strange value is an error, or claims nothing that is not so`,
      needs: needsOf(read),
      wire: true,
      world: { lifetimeMs: 20 * MINUTE },
      async run(stage) {
        for (const n of [0, 1]) stage.world.setStock(matchOf(goodOf(stage, n)), ENOUGH_STOCK);
        for (const scene of scenes) if (scene.operation === operation) await play(stage, read, scene);
      },
    };
  }),
  {
    id: 'strange-value/purchase-sold',
    clause: 'C12',
    title: 'a sale in which one value is strange is OUTCOME_UNKNOWN, or a receipt of the order that was sold',
    wire: true,
    async run(stage) {
      stage.world.setStock(matchOf(goodOf(stage)), ENOUGH_STOCK);
      const offer = await offerFor(stage, goodOf(stage));
      const { id } = await purchase(stage, offer);
      for (const change of changesOf(stage, lastReply(stage), id)) {
        // Which order it was only the vendor can say.
        if (isId(change.leaf, id) && change.value !== null) continue;
        stage.wire.twistAt(1, (said) => withLeaf(said, change.leaf.path, change.value));
        const isFair = (code: string): boolean => code === 'OUTCOME_UNKNOWN';
        await claim(change, 'a sale', purchase(stage, offer), isFair, (receipt) => {
          const sold = stage.world.orders.at(-1)?.id ?? '';
          same(receipt.id, sold, 'id of the receipt');
          checkReport(stage, known(receipt, UNHEARD), sold);
        });
      }
    },
  },
  {
    id: 'strange-value/purchase-refused',
    clause: 'C12',
    title: 'a refusal in which one value is strange is no sale',
    wire: true,
    async run(stage) {
      const good = goodOf(stage);
      const offer = await offerFor(stage, good);
      stage.world.setStock(matchOf(good), 0);
      await purchase(stage, offer).catch(() => undefined);
      const fair = ['OUTCOME_UNKNOWN', 'OUT_OF_STOCK', 'PRICE_ABOVE_LIMIT'];
      const isFair = (code: string): boolean => fair.includes(code);
      for (const change of changesOf(stage, lastReply(stage), '')) {
        stage.wire.twistAt(1, (said) => withLeaf(said, change.leaf.path, change.value));
        await claim(change, 'a refusal', purchase(stage, offer), isFair, (receipt) =>
          check(false, `nothing was sold, but it answered ${show(receipt)}`),
        );
      }
    },
  },
  ...reads
    .filter(({ operation }) => /Order$|AnotherSms$/.test(operation))
    .map(
      (read): Case => ({
        id: `reply-of-another/${read.operation}`,
        clause: 'C33',
        title: `${read.operation}: a reply that names another order is no answer`,
        needs: needsOf(read),
        wire: true,
        async run(stage) {
          const foreign = await read.prepare(stage);
          const { id = '', attempt = '' } = stage.world.orders.at(-1) ?? {};
          const theirs = read.operation === 'findOrder' ? attempt : id;
          await foreign(stage.provider, stage.call.signal);
          const reply = lastReply(stage);
          if (!leavesOf(reply).some((leaf) => isId(leaf, theirs)))
            throw new Absent('the reply names no order');
          const ask = await read.prepare(stage);
          stage.wire.twistAt(1, () => reply);
          const work = ask(stage.provider, stage.call.signal);
          const answer = await work.catch((error: unknown) => {
            checkError(error, `the reply of order ${theirs}`);
          });
          check(answer === undefined, `the reply of order ${theirs}: expected an error, got ${show(answer)}`);
        },
      }),
    ),
];

async function play(stage: Stage, read: Read, scene: Scene): Promise<void> {
  const { operation } = read;
  let id = await scene.prepare(stage);
  const seen = stage.wire.replies.length;
  const honest = await askFor(stage, operation, id).catch((error: unknown) => error);
  // To say that nobody knows the order is a claim, too.
  const isKnown = !NumrouteError.is(honest, 'UNKNOWN_ORDER');
  const isFair = (code: string): boolean => code !== 'UNKNOWN_ORDER' || !isKnown;
  for (const [n, reply] of stage.wire.replies.slice(seen).entries()) {
    for (const change of changesOf(stage, reply, id)) {
      if (/^list(?:OpenOrders|History)$/.test(operation) && isIdOfAny(stage, change.leaf)) continue;
      // Which order goes by the name only the vendor can say.
      if (operation === 'findOrder' && isId(change.leaf, id) && change.value !== null) continue;
      if (scene.consumes) id = await scene.prepare(stage);
      stage.wire.twistAt(n + 1, (said) => withLeaf(said, change.leaf.path, change.value));
      await claim(change, scene.name, askFor(stage, operation, id), isFair, (answer) =>
        checkAnswer(stage, read, answer, { id, unheard: UNHEARD }),
      );
    }
  }
}

function askFor(stage: Stage, operation: Operation, id: string): Promise<unknown> {
  const { provider, call } = stage;
  switch (operation) {
    case 'listOffers':
      return (async () => provider.listOffers({}, call))();
    case 'listOpenOrders':
    case 'fetchBalance':
      return (async () => provider[operation]?.(call))();
    case 'listHistory':
      return (async () => provider.listHistory?.(periodOf(stage), call))();
    case 'findOrder':
      return (async () => provider.findOrder?.(truthOf(stage, id).attempt ?? id, call))();
    default:
      return (async () => provider[operation]?.(id, call))();
  }
}

interface Change {
  readonly leaf: Leaf;
  readonly value: string | number | boolean | null;
}

/** What may be changed in a reply about this order. What an SMS says is the vendor's word alone. */
function changesOf({ world }: Stage, reply: WireReply, id: string): readonly Change[] {
  const told = world.orders.flatMap(({ messages }) => messages);
  const isSms = (value: string): boolean =>
    value.trim() !== '' &&
    told.some(
      ({ text = '', code }) => (code !== undefined && value.includes(code)) || text.includes(value.trim()),
    );
  const leaves = leavesOf(reply).filter(({ value }) => typeof value !== 'string' || !isSms(value));
  const step = Math.max(1, Math.ceil(leaves.length / MOST_PLACES));
  const other = world.orders.find((order) => order.id !== id)?.id;
  return leaves
    .filter((_, n) => n % step === 0)
    .flatMap((leaf) => {
      const values = isId(leaf, id) ? [null, ...(other === undefined ? [] : [other])] : strangeFor(leaf);
      return values.map((value) => ({ leaf, value }));
    });
}

const isId = ({ value }: Leaf, id: string): boolean => id !== '' && String(value) === id;

const isIdOfAny = ({ world }: Stage, leaf: Leaf): boolean => world.orders.some(({ id }) => isId(leaf, id));

/** An error with a fair code, or an answer of which nothing is false. */
async function claim<T>(
  { leaf, value }: Change,
  scene: string,
  work: Promise<T>,
  isFair: (code: string) => boolean,
  checkIt: (answer: T) => void,
): Promise<void> {
  const place = leaf.path.length > 0 ? leaf.path.join('.') : 'the body';
  const what = `${scene}, with ${show(value)} for ${show(leaf.value)} at ${place} of its reply`;
  let answer: T;
  try {
    answer = await work;
  } catch (error) {
    checkError(error, what);
    check(isFair(error.code), `${what}: got ${error.code} (${error.message})`);
    return;
  }
  try {
    checkIt(answer);
  } catch (error) {
    throw new Broken(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function lastReply({ wire }: Stage): WireReply {
  const reply = wire.replies.at(-1);
  check(reply !== undefined, 'the vendor was not asked');
  return reply;
}
