import { can, type ErrorCode, type Money, NumrouteError, type Provider } from '@numroute/core';
import type { Prices } from '../config/compose.ts';
import type { Config } from '../config/config.ts';
import { versionBeside } from '../config/installed.ts';
import { exact } from '../printing/format.ts';
import { headOf, withoutName } from '../printing/silence.ts';
import type { Finding } from './finding.ts';

/** What one vendor's account answered. */
export interface Examined {
  readonly finding: Finding;
  /** Undefined: it told none. */
  readonly balance?: Money;
  /** Absent: it answered. */
  readonly failed?: ErrorCode;
}

/** Asks every vendor for the balance, which tells whether it can be reached and takes the key. */
export async function examineVendors(
  { market }: Prices,
  { file, providers }: Config,
  signal: AbortSignal,
): Promise<readonly Examined[]> {
  return await Promise.all(
    market.providers.map(async (provider, index) => {
      const plugin = providers[index]?.plugin ?? '';
      const version = versionBeside(plugin, file);
      const by = version === undefined ? plugin : `${plugin} ${version}`;
      return await examine(market, provider, { by, place: `providers[${index}]` }, signal);
    }),
  );
}

async function examine(
  market: Prices['market'],
  provider: Provider,
  { by, place }: { readonly by: string; readonly place: string },
  signal: AbortSignal,
): Promise<Examined> {
  const { id } = provider.manifest;
  const head = { check: 'vendor', provider: id } as const;
  const began = performance.now();
  const took = (): string => `${Math.round(performance.now() - began)} ms`;
  try {
    if (!can(provider, 'fetchBalance')) {
      await provider.listOffers({ service: 'telegram' }, { signal });
      const message = `answers in ${took()}; it tells no balance. ${by}`;
      return { finding: { ...head, status: 'ok', message } };
    }
    const balance = await market.balance(id, { signal });
    const message = `answers in ${took()} and takes the key; ${exact(balance)}. ${by}`;
    if (Number(balance.amount) > 0) return { finding: { ...head, status: 'ok', message }, balance };
    const fix = "pay in on the vendor's site before you buy; comparing needs no money";
    return { finding: { ...head, status: 'warn', message, fix }, balance };
  } catch (error) {
    if (!NumrouteError.is(error)) throw error;
    signal.throwIfAborted();
    const said = withoutName(id, error.message).replace(/\.$/, '');
    const message = `${headOf(error.code)} after ${took()}: ${said}. ${by}`;
    const status = error.code === 'RATE_LIMITED' ? 'warn' : 'fail';
    return { finding: { ...head, status, message, fix: fixOf(error.code, place) }, failed: error.code };
  }
}

function fixOf(code: NumrouteError['code'], place: string): string {
  switch (code) {
    case 'UNAUTHORIZED':
      return `put the key that the vendor's site shows into the variable that ${place}.settings.apiKey names`;
    case 'UNREADABLE':
      return `look at ${place}.settings.baseUrl; \`numroute detect <address>\` tells what a host speaks`;
    case 'RATE_LIMITED':
      return 'wait a minute and look again; another program may be asking with the same key';
    default:
      return `look at ${place}.settings.baseUrl, and whether this machine can reach it (DNS, firewall, proxy)`;
  }
}
