// The site under test: it takes a phone number, sends a code by SMS, and lets in whoever types the code.
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SignUpPage {
  readonly url: string;
  close(): Promise<void>;
}

/** @param sendSms Sends a text to a phone. */
export async function startSignUpPage(sendSms: (phone: string, text: string) => void): Promise<SignUpPage> {
  const codes = new Map<string, string>();
  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(request.method === 'POST' ? await bodyOf(request) : '');
    const [phone, code] = [form.get('phone'), form.get('code')];
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (phone === null || !/^\+\d{7,15}$/.test(phone)) {
      response.end(page('<label>Phone <input name="phone"></label><button>Send the code</button>'));
    } else if (code === null) {
      codes.set(phone, String(randomInt(100_000, 1_000_000)));
      sendSms(phone, `Your code: ${codes.get(phone)}`);
      const known = `<input type="hidden" name="phone" value="${phone}">`;
      response.end(page(`${known}<label>Code <input name="code"></label><button>Sign up</button>`));
    } else {
      response.end(code === codes.get(phone) ? page('', `Welcome, ${phone}`) : page('', 'Wrong code'));
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const page = (fields: string, title = 'Sign up'): string =>
  `<!doctype html><title>${title}</title><h1>${title}</h1><form method="post">${fields}</form>`;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > 1_000) break;
  }
  return body;
}
