import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { money, type Offer } from '@numroute/core';
import type { Reply, RequestDescription, Send } from '@numroute/http';

export const page = {
  balance: '\n[\n {\n  "balance": 981000,\n  "unit": "Toman"\n }\n]\n',
  offers: `[
  {
  "server":"3",
  "service name":"viber",
  "service code":"viber",
  "country":"ee",
  "stock":"0",
  "price":2800
  },
  {
  "server":"3",
  "service name":"whatsapp",
  "service code":"whatsapp",
  "country":"ee",
  "stock":"1400",
  "price":5600
  },
  {"server":"3",
  "service name":"telegram",
  "service code":"telegram",
  "country":"ee",
  "stock":"3",
  "price":8400
  }
]`,
  number: '[\n  {\n  "phone":"+989150681843",\n  "order_id":"3762"\n  }\n]\n',
  order: '[\n  {\n  "phone":"+989150681843",\n  "code":"708303"\n  }\n]\n',
  cancel: '\nCANCELED\n',
} as const;

export const offer: Offer = {
  provider: 'arzancell',
  service: 'telegram',
  country: 'EE',
  pool: '3',
  price: money('8400', 'IRT'),
  stock: 3,
  handle: '{"server":"3","country":"ee","service":"telegram"}',
};

export const call = { signal: new AbortController().signal };
export const purchaseCall = { ...call, maxPrice: money('9000', 'IRT') };

export function reply(text: string, status = 200, headers: Record<string, string> = {}): Reply {
  return { status, headers, at: 0, text };
}

/** A vendor that answers from a list, by action, and remembers what it was asked. */
export function fakeSend(
  replies: Record<string, string | Reply>,
): Send & { readonly asked: RequestDescription[] } {
  const asked: RequestDescription[] = [];
  const send: Send = async (request) => {
    asked.push(request);
    const answer = replies[(request.query ?? request.form)?.['action'] ?? ''] ?? 'INVALID ACTION';
    return typeof answer === 'string' ? reply(answer) : answer;
  };
  return Object.assign(send, { asked });
}

export async function serve(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/handler.php`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
