import { NumrouteError } from '@numroute/core';
import type { CodeOptions, GotCode, NumberInUse } from '@numroute/router';
import type { Progress, Surroundings, Wish } from '../caller.ts';
import type { CodeWish, Use } from './wish.ts';

/** Who wanted a code and got none asks again under his key, but not for ever. */
const TRIES = 3;
const PAUSE_MS = 60_000;
/** Later his code is asked for once more. */
const AGAIN_MS = 20_000;

/** One caller who wants a code; may be begun again after a crash. */
export async function pursueCode(
  wish: Wish,
  terms: CodeWish,
  progress: Progress,
  around: Surroundings,
): Promise<void> {
  const { clock } = around;
  for (let tries = 1; ; tries += 1) {
    progress.state = 'buying';
    const got = await ask(wish, terms, progress, around);
    if (got === 'hung up') {
      progress.state = 'left';
      return;
    }
    if (got) {
      progress.codes = [got.code];
      break;
    }
    if (!terms.keyed || tries === TRIES) {
      progress.state = 'failed';
      return;
    }
    await clock.sleep(PAUSE_MS);
  }
  if (terms.keyed && wish.wantsMore) {
    await clock.sleep(AGAIN_MS);
    await ask(wish, { ...terms, hangsUpAfterMs: undefined }, progress, around);
  }
  progress.state = 'served';
}

type Outcome = GotCode | 'hung up' | undefined;

async function ask(wish: Wish, terms: CodeWish, progress: Progress, around: Surroundings): Promise<Outcome> {
  const call = (): Promise<Outcome> => askOnce(wish, terms, progress, around);
  if (!wish.stutters || !terms.keyed) return await call();
  const [first, second] = await Promise.all([call(), call()]);
  const both = [first, second].flatMap((one) => (one && one !== 'hung up' ? one : []));
  if (new Set(both.map(({ code }) => code)).size > 1) around.disagreed();
  return both[0] ?? first;
}

async function askOnce(
  wish: Wish,
  terms: CodeWish,
  progress: Progress,
  { router, clock, codes, met }: Surroundings,
): Promise<Outcome> {
  const { service, country, maxPrice, tolerance, number, key } = wish;
  const { keyed, maxSpend, hangsUpAfterMs, uses, ...plain } = terms;
  const hangUp = new AbortController();
  const options: CodeOptions = {
    ...plain,
    maxPrice,
    ...(maxSpend && { maxSpend }),
    ...(tolerance !== undefined && { tolerance }),
    // Who asks without a key is known to the judge as a buyer.
    ...(keyed ? { key } : { buyer: key }),
    ...(hangsUpAfterMs !== undefined && { signal: hangUp.signal }),
    use: (given) => {
      progress.uses = (progress.uses ?? 0) + 1;
      codes.used(number, given);
      const use = uses[(given.nth - 1) % uses.length];
      return use ? work(use, given, clock) : Promise.resolve();
    },
  };
  if (hangsUpAfterMs !== undefined)
    clock.sleep(hangsUpAfterMs).then(() => hangUp.abort(new Error('The caller hung up.')));
  codes.began(number);
  try {
    const got = await router.getCode({ service, ...(country !== undefined && { country }) }, options);
    codes.ended(number, { got });
    return got;
  } catch (error) {
    const isHungUp = hangUp.signal.aborted && error === hangUp.signal.reason;
    codes.ended(number, isHungUp ? {} : { error });
    if (isHungUp) return 'hung up';
    met(error, 'getCode');
    // Nobody who hung up asks again.
    return hangUp.signal.aborted && NumrouteError.is(error) ? 'hung up' : undefined;
  }
}

async function work(
  { kind, afterMs, heeds }: Use,
  { signal, refuse }: NumberInUse,
  clock: Surroundings['clock'],
): Promise<'unfit' | undefined> {
  if (kind === 'hangs') return await new Promise(() => undefined);
  if (kind === 'refuses') {
    clock.sleep(afterMs).then(refuse);
    return undefined;
  }
  if (afterMs > 0) await clock.sleep(afterMs, heeds ? signal : undefined);
  if (kind === 'throws') throw new Error('The page was gone.');
  return kind === 'unfit' ? kind : undefined;
}
