import { Client, StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';
import { onTestFinished } from 'vitest';
import { TOKEN } from '../../../gateway/test/support/gateway.ts';

/** Both protocols of today, by the name of their kind. */
export const ERAS = ['2025', '2026'] as const;
export type Era = (typeof ERAS)[number];

/** How a host's user answers; `deaf`: its host cannot ask. */
export type Manner = 'agrees' | 'unchecked' | 'declines' | 'cancels' | 'deaf';

export interface Agent {
  readonly client: Client;
  /** What its user was asked. */
  readonly asked: readonly string[];
  /** What a tool answers, and whether as an error. */
  call(name: string, given?: object): Promise<Said>;
}

// biome-ignore lint/suspicious/noExplicitAny: answers are read as a model reads them
export type Said = { readonly isError: boolean } & Readonly<Record<string, any>>;

const answers = {
  agrees: { action: 'accept', content: { agree: true } },
  unchecked: { action: 'accept', content: { agree: false } },
  declines: { action: 'decline' },
  cancels: { action: 'cancel' },
} as const;

/** An agent's host, with the official client, that is connected. */
export async function agentOver(
  transport: Transport,
  { era = '2026', manner = 'deaf' }: { readonly era?: Era; readonly manner?: Manner } = {},
): Promise<Agent> {
  const client = new Client(
    { name: 'test', version: '1' },
    {
      capabilities: manner === 'deaf' ? {} : { elicitation: {} },
      versionNegotiation: { mode: era === '2025' ? 'legacy' : { pin: '2026-07-28' } },
    },
  );
  const asked: string[] = [];
  if (manner !== 'deaf') {
    client.setRequestHandler('elicitation/create', async ({ params }) => {
      asked.push(params.message);
      return answers[manner];
    });
  }
  await client.connect(transport);
  onTestFinished(() => client.close());
  return {
    client,
    asked,
    call: async (name, given = {}) => {
      const result = await client.callTool({ name, arguments: { ...given } });
      return { isError: result.isError === true, ...(result.structuredContent as object) };
    },
  };
}

/** Over HTTP. */
export async function agentAt(
  url: string,
  { token = TOKEN, ...how }: { readonly token?: string; readonly era?: Era; readonly manner?: Manner } = {},
): Promise<Agent> {
  const transport = new StreamableHTTPClientTransport(new URL('/mcp', url), {
    requestInit: { headers: { authorization: `Bearer ${token}` } },
  });
  return await agentOver(transport, how);
}
