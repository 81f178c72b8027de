import type { ErrorCode, Money } from '@numroute/core';
import { checkConfig } from '../config/config.ts';
import type { FoundConfig } from '../config/find.ts';
import { openPrices } from '../config/open-app.ts';
import { examineVendors } from '../doctor/vendors.ts';
import type { Io } from '../io.ts';
import type { Chosen } from './choices.ts';

/** What a vendor answered to a key. */
export interface Trial {
  readonly id: string;
  readonly message: string;
  /** Absent: it takes the key. */
  readonly failed?: ErrorCode;
  readonly balance?: Money;
}

/** A provider of a config, with its key as a reference. */
export const entryOf = ({ plugin, settings, variable }: Chosen): object => ({
  plugin,
  settings: { ...settings, apiKey: { env: variable } },
});

/**
 * Asks a vendor for the balance, by the key that the environment holds.
 *
 * @throws {NumrouteError} INVALID_INPUT Names the setting that is wrong, never the key.
 */
export async function tryVendor(io: Io, found: FoundConfig, one: Chosen, env: Io['env']): Promise<Trial> {
  const config = await checkConfig({ providers: [entryOf(one)] }, found, { env });
  await using prices = await openPrices(config, {});
  const [examined] = await examineVendors(prices, config, io.signal);
  if (!examined) throw new Error('a config of one provider has none');
  const { finding, balance, failed } = examined;
  const { provider: id = '', message } = finding;
  return { id, message, ...(failed && { failed }), ...(balance && { balance }) };
}
