import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Offer, Provider } from '@numroute/core';
import { type ProfileName, profiles, smsActivate } from '../../src/index.ts';
import type { SmsActivateSettings } from '../../src/settings.ts';

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** Says that so many bytes more would come, and hangs up. */
  readonly cutBy?: number;
}

/** What a vendor says to an action; a list is said one after the other, its last for ever. */
export type Script = Readonly<Record<string, string | Answer | readonly (string | Answer)[]>>;

export interface Vendor extends AsyncDisposable {
  readonly provider: Required<Omit<Provider, 'close'>> & Provider;
  readonly asked: readonly URLSearchParams[];
  readonly requests: readonly Pick<IncomingMessage, 'method' | 'headers'>[];
}

export const KEY = 'sk-0123456789abcdef';
export const call = { signal: new AbortController().signal };

/** A vendor over real HTTP that says literally what the script says, as `text/html` like the original. */
export async function vendor(
  profile: ProfileName,
  script: Script,
  settings: Partial<SmsActivateSettings> = {},
): Promise<Vendor> {
  const asked: URLSearchParams[] = [];
  const requests: Pick<IncomingMessage, 'method' | 'headers'>[] = [];
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams;
    const action = query.get('action') ?? '';
    const turn = asked.filter((one) => one.get('action') === action).length;
    asked.push(query);
    requests.push({ method: request.method, headers: request.headers });
    const lines = script[action];
    const answer = Array.isArray(lines) ? (lines[turn] ?? lines.at(-1)) : lines;
    const { status = 200, headers = {}, body, cutBy = 0 } = asAnswer(answer ?? 'BAD_ACTION');
    const bytes = Buffer.from(body);
    response.writeHead(status, {
      'content-type': 'text/html; charset=UTF-8',
      ...(status !== 204 && { 'content-length': bytes.length + cutBy }),
      ...headers,
    });
    if (cutBy === 0) response.end(bytes);
    else response.write(bytes, () => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const provider = smsActivate.create({
    profile,
    apiKey: KEY,
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/stubs/handler_api.php`,
    currency: profiles[profile].currency,
    allowInsecureHttp: true,
    ...settings,
  });
  return {
    provider: provider as Vendor['provider'],
    asked,
    requests,
    async [Symbol.asyncDispose]() {
      await provider.close?.();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function asAnswer(said: string | Answer | readonly (string | Answer)[]): Answer {
  if (typeof said === 'string') return { body: said };
  return 'body' in said ? said : { body: '' };
}

/** An offer that a profile's price list would hold. */
export function offerOf(
  profile: ProfileName,
  more: Partial<Offer> & { readonly handle?: string } = {},
): Offer {
  const { id, currency } = profiles[profile];
  return {
    provider: id,
    service: 'telegram',
    country: 'US',
    price: { amount: '0.5', currency },
    stock: 3,
    handle: '{"country":"187","service":"tg"}',
    ...more,
  };
}

/** What an action rejected with; fails where it did not. */
export async function failureOf(work: Promise<unknown>): Promise<{
  readonly code: string;
  readonly moneyMayHaveMoved: boolean;
  readonly details: Readonly<Record<string, unknown>>;
  readonly message: string;
}> {
  return work.then(
    (value) => {
      throw new Error(`it resolved to ${JSON.stringify(value)}`);
    },
    (error) => error,
  );
}

export const codeOf = async (work: Promise<unknown>): Promise<string> => (await failureOf(work)).code;
