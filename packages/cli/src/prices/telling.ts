import { formatMoney, type Money, NumrouteError, systemClock } from '@numroute/core';
import { isLoopback } from '@numroute/http';
import type { RankedOffer } from '@numroute/router';
import type { Io } from '../io.ts';
import { runCommand, type UserCommand } from '../orders/user-command.ts';

/** What is done when a price has crossed its limit. */
export interface Telling {
  readonly exec?: UserCommand;
  readonly webhook?: URL;
}

/** A price that has crossed its limit. */
export interface Crossing extends Pick<RankedOffer, 'offer' | 'comparable'> {
  readonly limit: Money;
  readonly at: Date;
}

const TIMEOUT_MS = 10_000;
const PAUSE_MS = 1_000;

/** @throws {NumrouteError} INVALID_INPUT */
export function webhookOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url));
  if (url && isSafe && url.username === '' && url.password === '') return url;
  throw NumrouteError.input(
    '--webhook',
    'an https: address without user and password (http: on this machine alone)',
  );
}

/** @throws {Error} The command failed, or nobody took the message. */
export async function tell(io: Io, { exec, webhook }: Telling, crossing: Crossing): Promise<void> {
  await Promise.all([exec && execFor(io, exec, crossing), webhook && post(io, webhook, crossing)]);
}

async function execFor(io: Io, command: UserCommand, { offer, comparable }: Crossing): Promise<void> {
  const { provider, country, service } = offer;
  const values = { price: formatMoney(comparable), provider, country, service };
  const named = Object.entries(values).map(([name, text]) => [`NUMROUTE_${name.toUpperCase()}`, text]);
  const env = { ...io.env, ...Object.fromEntries(named) };
  const code = await runCommand(command, values, { ...io, env }, io.signal);
  if (code !== 0) throw new Error(`the command ended with exit code ${code}`);
}

/** Sent once more where nobody took it: who takes it may hear it twice. */
async function post(io: Io, url: URL, crossing: Crossing): Promise<void> {
  const body = JSON.stringify(crossingJson(crossing));
  for (let isLast = false; ; isLast = true) {
    const refusal = await postOnce(url, body, io.signal);
    if (refusal === undefined) return;
    // The path may be its secret.
    if (isLast || !refusal.mayPass) throw new Error(`${url.host} ${refusal.why}`);
    await systemClock.sleep(PAUSE_MS, io.signal);
  }
}

interface Refusal {
  readonly why: string;
  readonly mayPass: boolean;
}

async function postOnce(url: URL, body: string, stop: AbortSignal): Promise<Refusal | undefined> {
  try {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(TIMEOUT_MS)]);
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'error' });
    await response.body?.cancel();
    const { ok, status } = response;
    return ok ? undefined : { why: `answered ${status}`, mayPass: status >= 500 || status === 429 };
  } catch {
    stop.throwIfAborted();
    return { why: 'did not answer', mayPass: true };
  }
}

/** As a webhook and `--watch --json` tell it. */
export function crossingJson({ offer, comparable, limit, at }: Crossing): object {
  const { service, country, provider, pool, price, stock, successRate } = offer;
  return {
    event: 'alert',
    at: at.toISOString(),
    ...{ service, country, provider, pool: pool ?? null },
    ...{ price: comparable, limit, asked: price, stock, successRate: successRate?.value ?? null },
  };
}
