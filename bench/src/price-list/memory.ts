import { createQuotes } from '@numroute/router';
import { profiles, smsActivate, smsActivateAdapter } from '@numroute/sms-activate';
import { type ListName, priceListBody } from './body.ts';

/** Run with --expose-gc, in a process of its own: prints what a whole price list keeps, in bytes an offer. */
const [name = 'classic', url = ''] = process.argv.slice(2) as [ListName, string];

/** What is held once nothing more is given back: buffers and large texts go some collections later. */
async function settled(): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let unchanged = 0; unchanged < 5; unchanged += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    if (heapUsed + external < least - 4096) unchanged = 0;
    least = Math.min(least, heapUsed + external);
  }
  return least;
}

const ask = (body: string) =>
  smsActivateAdapter(profiles[name]).listOffers(
    async () => ({ status: 200, headers: {}, at: Date.now(), text: body }),
    {},
  );

async function listAlone(): Promise<number> {
  // Once before, so that what the code itself needs is there.
  await ask(priceListBody(name));
  const before = await settled();
  const list = await ask(priceListBody(name));
  return ((await settled()) - before) / list.length;
}

/** Through the wire, the adapter and the offer cache, which is what keeps it. */
async function onTheShelf(): Promise<number> {
  const open = () =>
    createQuotes({
      providers: [
        smsActivate.create({
          profile: name,
          currency: 'USD',
          apiKey: '8b1a9953c4611296a827abf8c47804d7',
          baseUrl: url,
          allowInsecureHttp: true,
        }),
      ],
      offersTtlMs: 600_000,
      quoteTimeoutMs: 60_000,
    });
  {
    await using once = open();
    await once.quote({});
  }
  await using quotes = open();
  await quotes.quote({ service: 'telegram' });
  const before = await settled();
  const { answered } = await quotes.quote({});
  const offers = answered[0]?.offers ?? Number.NaN;
  return ((await settled()) - before) / offers;
}

console.log(JSON.stringify({ alone: await listAlone(), shelf: await onTheShelf() }));
process.exit();
