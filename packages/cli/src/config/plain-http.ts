import { NumrouteError } from '@numroute/core';
import { isLoopback } from '@numroute/http';

/**
 * @param place The argument that holds the address.
 * @param secret What goes there, such as "the key and the codes".
 * @throws {NumrouteError} INVALID_INPUT It is an `http:` address, and not of this machine.
 */
export function refusePlainHttp(url: string, place: string, secret: string): void {
  const parsed = URL.parse(url);
  if (parsed?.protocol !== 'http:' || isLoopback(parsed)) return;
  throw NumrouteError.input(
    place,
    `an https: address. Over http: everybody on the way can read and alter ${secret}; ` +
      '--allow-insecure-http lets it through',
    'an http: address',
  );
}
