import { type Money, NumrouteError, parseMoney } from '@numroute/core';
import { type ClientSettings, parseClientSettings } from '@numroute/gateway/shop';
import { z } from 'zod';
import type { Confirm } from './desk.ts';

/** When a host's user is asked. */
export interface Asking {
  /**
   * `required`: where the host cannot ask, nothing is bought. `when-possible`: there the budget alone decides.
   *
   * @default 'when-possible'
   */
  readonly confirm?: Confirm;
  /** Up to so much nobody is asked. @default nothing */
  readonly confirmAbove?: Money;
}

/** What a config says of agents on this machine. */
export interface McpSettings extends Asking {
  /** What they may see and spend; undefined: there is no budget, so nothing can be bought. */
  readonly client?: ClientSettings;
}

/** What a config says of agents that come to a gateway. */
export interface McpEndpointSettings extends Asking {
  /** Ids of clients whose agents buy nothing. */
  readonly readOnly?: readonly string[];
}

const CONFIRM = ['required', 'when-possible', 'never'] as const;

/** By which the journal knows what agents buy without a gateway. */
const CLIENT = 'mcp';

const endpoint = z.strictObject({
  confirm: z.unknown().optional(),
  confirmAbove: z.unknown().optional(),
  readOnly: z.array(z.string()).optional(),
});

/**
 * Checks the `mcp` part of a config file.
 *
 * @throws {NumrouteError} INVALID_INPUT Names the setting and what was expected.
 */
export function parseMcpSettings(raw: unknown): McpSettings {
  if (raw === undefined) return {};
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    throw NumrouteError.input('mcp', 'an object { … }');
  const { confirm, confirmAbove, ...terms } = raw as Readonly<Record<string, unknown>>;
  const asking = askingOf({ confirm, confirmAbove }, 'mcp');
  if (terms['budget'] === undefined && Object.keys(terms).length === 0) return asking;
  return { ...asking, client: parseClientSettings(terms, CLIENT, 'mcp') };
}

/**
 * Checks the `mcp` part of a gateway's config. `true` is `{}`.
 *
 * @throws {NumrouteError} INVALID_INPUT Names the setting and what was expected.
 */
export function parseMcpEndpointSettings(raw: unknown): McpEndpointSettings {
  const path = 'gateway.mcp';
  const { data } = endpoint.safeParse(raw === true ? {} : raw);
  if (!data) throw NumrouteError.input(path, 'true, or an object of confirm, confirmAbove and readOnly');
  return { ...askingOf(data, path), ...(data.readOnly && { readOnly: data.readOnly }) };
}

function askingOf(
  { confirm, confirmAbove }: { readonly confirm?: unknown; readonly confirmAbove?: unknown },
  path: string,
): Asking {
  const mode = CONFIRM.find((one) => one === confirm);
  if (confirm !== undefined && !mode)
    throw NumrouteError.input(`${path}.confirm`, '"required", "when-possible" or "never"');
  if (confirmAbove !== undefined && typeof confirmAbove !== 'string')
    throw NumrouteError.input(`${path}.confirmAbove`, 'an amount such as "0.20USD"');
  return {
    ...(mode && { confirm: mode }),
    ...(confirmAbove !== undefined && { confirmAbove: parseMoney(confirmAbove, `${path}.confirmAbove`) }),
  };
}
