import { NumrouteError } from '@numroute/core';
import { loadMcp } from '../agents/load.ts';
import type { Call } from '../call.ts';
import { refusePlainHttp } from '../config/plain-http.ts';
import { EXIT } from '../exit-codes.ts';

/** Where a host's agents are served. */
export interface RelayFlags {
  readonly gateway: string;
  /** Its address may be a plain `http:` one of another machine. */
  readonly allowInsecureHttp?: boolean;
}

/** Hands what a host says to a gateway, which has the journal, and back. */
export async function mcpRelay(call: Call, { gateway, allowInsecureHttp }: RelayFlags): Promise<number> {
  if (!URL.canParse(gateway) || !/^https?:$/.test(new URL(gateway).protocol))
    throw NumrouteError.input(
      '--gateway',
      'an address such as http://127.0.0.1:8080',
      JSON.stringify(gateway),
    );
  if (!allowInsecureHttp) refusePlainHttp(gateway, '--gateway', 'the token and the codes');
  const token = (await call.environment())['NUMROUTE_TOKEN'];
  if (!token) {
    throw NumrouteError.input(
      '--gateway',
      'the environment variable NUMROUTE_TOKEN to hold the token of a client of that gateway',
    );
  }
  const { relay } = await loadMcp(call.io.cwd, '--gateway');
  await relay({ url: new URL(gateway), token, signal: call.io.signal });
  return EXIT.ok;
}
