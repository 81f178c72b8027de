import { hash } from 'node:crypto';
import {
  acceptedContent,
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  createRequestStateCodec,
  type InputRequiredResult,
  inputRequired,
  type RequestStateCodec,
  type ServerContext,
} from '@modelcontextprotocol/server';
import {
  compareMoney,
  findCountry,
  findService,
  formatMoney,
  type Money,
  NumrouteError,
} from '@numroute/core';
import type { ShopWindow } from '@numroute/gateway/shop';
import { z } from 'zod';
import type { Desk } from './desk.ts';
import type { Wanted } from './quotes.ts';

/** Which quote a question was about. */
export interface Asked {
  readonly quote: string;
}

const form = z.object({ agree: z.boolean().describe('Yes, buy it') });

export const stateCodec = (key: Uint8Array, client: string): RequestStateCodec<Asked> =>
  createRequestStateCodec<Asked>({ key, bind: () => client });

/** Asks a host's user before money is spent. */
export class Agreement {
  readonly #desk: Pick<Desk, 'confirm' | 'confirmAbove'>;
  readonly #codec: RequestStateCodec<Asked>;
  readonly #call: ServerContext;
  readonly #canAsk: boolean;

  /** @param declared What a client of the older protocol said of itself when it connected. */
  constructor(
    desk: Pick<Desk, 'confirm' | 'confirmAbove'>,
    codec: RequestStateCodec<Asked>,
    call: ServerContext,
    declared: ClientCapabilities | undefined,
  ) {
    this.#desk = desk;
    this.#codec = codec;
    this.#call = call;
    // What each call of the newer protocol says of its client; its type names no member.
    const said = call.mcpReq.envelope as Readonly<Record<string, ClientCapabilities | undefined>> | undefined;
    const { elicitation } = said?.[CLIENT_CAPABILITIES_META_KEY] ?? declared ?? {};
    this.#canAsk = elicitation !== undefined && (!('url' in elicitation) || 'form' in elicitation);
  }

  /**
   * Whether the user has agreed to this quote, or need not.
   *
   * @throws {NumrouteError} REJECTED The user was asked, and did not agree.
   */
  isGiven(quote: string): boolean {
    const { confirm } = this.#desk;
    if (confirm === 'never' || (confirm === 'when-possible' && !this.#canAsk)) return true;
    const { inputResponses, requestState } = this.#call.mcpReq;
    const asked = requestState<Asked | undefined>();
    if (!inputResponses || asked?.quote !== digestOf(quote)) return false;
    if (acceptedContent(inputResponses, 'agree', form)?.agree === true) return true;
    throw new NumrouteError('REJECTED', 'The user did not agree.', {});
  }

  /** Whether nobody is to be asked for so little. */
  isNeedless(cap: Money, rates: Pick<ShopWindow, 'convert'>): boolean {
    const { confirmAbove } = this.#desk;
    const least = confirmAbove && rates.convert(confirmAbove, cap.currency);
    return least !== undefined && compareMoney(cap, least) <= 0;
  }

  /** @throws {NumrouteError} REJECTED The host cannot ask. */
  async ask(quote: string, { service, countries, cap }: Wanted, left: Money): Promise<InputRequiredResult> {
    if (!this.#canAsk) throw new NumrouteError('REJECTED', 'The host cannot ask.', {});
    const what = findService(service)?.name ?? JSON.stringify(service);
    const where = countries?.map((one) => findCountry(one)?.name ?? JSON.stringify(one)).join(', ');
    const message = `Buy a number for ${what}${where === undefined ? '' : ` in ${where}`} for at most ${formatMoney(cap)}? ${formatMoney(left)} of the budget is left.`;
    return inputRequired({
      inputRequests: { agree: inputRequired.elicit({ message, requestedSchema: form }) },
      requestState: await this.#codec.mint({ quote: digestOf(quote) }, this.#call),
    });
  }
}

const digestOf = (quote: string): string => hash('sha256', quote.trim(), 'base64url');
