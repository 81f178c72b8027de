import { isCurrency, NumrouteError } from '@numroute/core';
import type { FoundConfig } from '../config/find.ts';
import type { Io } from '../io.ts';
import type { Asker } from './ask.ts';
import { ANOTHER_SITE, type Chosen, chosen, type Needed, neededOf, vendorNames } from './choices.ts';
import { type Trial, tryVendor } from './trial.ts';

/** A vendor, what it answered, and its key, if that was typed. */
export interface Tried {
  readonly one: Chosen;
  readonly trial: Trial;
  readonly key?: string;
}

const questions: Readonly<Record<Needed, readonly [string, (answer: string) => string | undefined]>> = {
  id: [
    'What do you call that site?',
    (answer) => (/^[a-z0-9-]{1,50}$/.test(answer) ? undefined : 'Lower-case letters, digits and dashes.'),
  ],
  baseUrl: [
    'Its address, with the path?',
    (answer) =>
      /^https?:\/\/\S+$/.test(answer) ? undefined : 'Such as https://shop.example/stubs/handler_api.php.',
  ],
  username: [
    'Whose account is it? (the name or e-mail address that you log in with)',
    (answer) => (/^[\x21-\x7e]{1,254}$/.test(answer) ? undefined : 'It has no blanks.'),
  ],
  currency: [
    'In which currency are its prices?',
    (answer) => (isCurrency(answer) ? undefined : 'An ISO 4217 code such as USD.'),
  ],
};

/** Asks for vendors and keys until each was tried. */
export async function askVendors(
  io: Io,
  asker: Asker,
  found: FoundConfig,
  say: (text: string) => void,
): Promise<readonly Tried[]> {
  const labels = vendorNames.map(
    (name) => [name, name === ANOTHER_SITE ? 'another site of the sms-activate family' : name] as const,
  );
  const names = await asker.chooseSome(
    'Which vendors do you have an account at? (space chooses, enter goes on)',
    labels,
  );
  const tried: Tried[] = [];
  for (const name of names) {
    const settings: Record<string, string> = {};
    for (const needed of neededOf(name)) {
      const [question, wrong] = questions[needed];
      settings[needed] = await asker.line(`${name === ANOTHER_SITE ? '' : `${name}: `}${question}`, wrong);
    }
    const known = await askKey(io, asker, found, chosen(name, settings), say);
    if (known) tried.push(known);
  }
  if (tried.length > 0) return tried;
  throw NumrouteError.input('init', 'one vendor at least; nothing was written');
}

/** @returns Undefined: the vendor is left out. */
async function askKey(
  io: Io,
  asker: Asker,
  found: FoundConfig,
  one: Chosen,
  say: (text: string) => void,
): Promise<Tried | undefined> {
  for (let isFirst = true; ; isFirst = false) {
    const isSet = isFirst && Boolean(io.env[one.variable]);
    if (isSet) say(`The key of ${one.id} is that of the variable ${one.variable}.`);
    const key = isSet ? undefined : await asker.secret(`The API key of ${one.id}? (it is not shown)`);
    const env = key === undefined ? io.env : { ...io.env, [one.variable]: key };
    const known = await tryKey(io, found, one, env);
    say(`${one.id} ${known.message}`);
    const tried: Tried = { one, trial: known, ...(key !== undefined && { key }) };
    if (known.failed === undefined) return tried;
    const next = await asker.choose(`What about ${one.id}?`, [
      ['again', 'type the key again'],
      ['keep', 'keep it as it is'],
      ['leave', 'leave this vendor out'],
    ]);
    if (next === 'keep') return tried;
    if (next === 'leave') return undefined;
  }
}

/** What its plugin refuses can be typed again, too. */
async function tryKey(io: Io, found: FoundConfig, one: Chosen, env: Io['env']): Promise<Trial> {
  try {
    return await tryVendor(io, found, one, env);
  } catch (error) {
    if (!NumrouteError.is(error, 'INVALID_INPUT')) throw error;
    return { id: '', message: `does not work: ${error.message}`, failed: error.code };
  }
}
