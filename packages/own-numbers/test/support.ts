import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { money, type Offer, type Provider } from '@numroute/core';
import { virtualClock } from '@numroute/testkit';
import { createOwnNumbers, folderInbox, type OwnNumber, type OwnNumbersOptions } from '../src/index.ts';

export const call = { signal: new AbortController().signal };

export const usd = (amount: string) => money(amount, 'USD');

export const own = (number: string, more: Partial<OwnNumber> = {}): OwnNumber => ({
  number,
  country: 'US',
  price: usd('0'),
  ...more,
});

/** A folder of its own, which goes with the test. */
export function folder() {
  const place = mkdtempSync(path.join(tmpdir(), 'numroute-own-'));
  return { place, [Symbol.dispose]: () => rmSync(place, { recursive: true, force: true }) };
}

/** Two numbers, a folder of SMS and a clock that stands still. */
export function desk(more: Partial<OwnNumbersOptions> = {}) {
  const { place, ...rest } = folder();
  const clock = virtualClock();
  const options: OwnNumbersOptions = {
    currency: 'USD',
    numbers: [own('+15550001111'), own('+15550002222')],
    inbox: folderInbox(place),
    leases: path.join(place, 'leases.sqlite'),
    clock,
    ...more,
  };
  const provider = createOwnNumbers(options);
  let count = 0;
  /** An SMS arrives now, or so many milliseconds later. */
  const receive = (to: string, text: string, later = 0): void => {
    const file = path.join(place, `${++count}.json`);
    writeFileSync(file, JSON.stringify({ to, text }));
    const at = (clock.now() + later) / 1000;
    utimesSync(file, at, at);
  };
  return { ...rest, place, clock, options, provider, receive };
}

export async function firstOffer(provider: Provider, service = 'telegram'): Promise<Offer> {
  const [offer] = [...(await provider.listOffers({ service }, call))];
  if (!offer) throw new Error('nothing is offered');
  return offer;
}

export async function lend(provider: Provider, attempt?: string) {
  const offer = await firstOffer(provider);
  return provider.purchase(offer, {
    ...call,
    maxPrice: offer.price,
    ...(attempt !== undefined && { attempt }),
  });
}

/** A server on this machine, with what it was asked. */
export async function serve(answer: (url: URL, response: ServerResponse) => void) {
  const asked: { readonly url: URL; readonly headers: IncomingMessage['headers'] }[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    asked.push({ url, headers: request.headers });
    answer(url, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    asked,
    baseUrl: `http://127.0.0.1:${port}/2010-04-01`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
