import { newToken } from '@numroute/gateway';
import { EXIT } from '../exit-codes.ts';
import { type Io, printJson } from '../io.ts';

/** A token for a client, and what the config keeps of it. It is shown once and written nowhere. */
export function token(io: Io, json: boolean): number {
  const { token: text, hash } = newToken();
  if (json) printJson(io, { token: text, sha256: hash });
  else io.stdout.write(`token   ${text}\nsha256  ${hash}\n`);
  return EXIT.ok;
}
