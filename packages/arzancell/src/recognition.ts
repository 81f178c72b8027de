import type { Likeness, Probe, ProbeReply, Recognition, Sighting } from '@numroute/core';
import { firstRowOf } from '@numroute/http/price-list';
import { type Action, type Body, classify, toRow } from './reply.ts';
import { defaultBaseUrl } from './settings.ts';
import { phrases } from './words.ts';

/** Of what is longer the beginning tells enough. */
const LONGEST_MESSAGE = 65_536;

const keyIn = { in: 'query', name: 'api' } as const;

interface Question extends Probe {
  readonly action: Extract<Action, 'get_balance' | 'get_status'>;
  readonly what: string;
}

const balance = { query: { action: 'get_balance' }, action: 'get_balance', keyIn } as const;

const wrongKey: Question = {
  ...balance,
  name: 'balance, wrong key',
  what: 'get_balance with a wrong key',
  key: 'wrong',
};
const noKey: Question = {
  ...balance,
  name: 'balance, no key',
  what: 'get_balance without a key',
  key: 'none',
};
const ownBalance: Question = { ...balance, name: 'balance', what: 'get_balance', key: 'own' };
const offers: Question = {
  name: 'offers',
  what: 'get_status of any server and country',
  query: { action: 'get_status', server: 'any', country: 'any' },
  action: 'get_status',
  key: 'own',
  keyIn,
  maxBytes: 16_777_216,
};

/** The page's words for a key that is wrong, and for one that is missing. */
const first: readonly Question[] = [wrongKey, noKey];
const second: readonly Question[] = [ownBalance, offers];

export const recognition: Recognition = {
  paths: ['/api/handler.php'],

  ask(sighting) {
    const toldByKey = sighting.hasKey && first.some((question) => signOf(question, sighting));
    return [...first, ...(toldByKey ? second : [])];
  },

  judge(sighting) {
    const signs = [...first, ...second].flatMap((question) => signOf(question, sighting) ?? []);
    if (signs.length === 0) return [];
    const refused = wordOf(ownBalance, sighting) === 'INVALID API';
    const whole = second.every((question) => signOf(question, sighting)) && !refused;
    const likeness: Likeness = {
      name: 'arzancell',
      // Nobody else is known to use these words, but scripts like this one are sold as templates.
      sureness: whole ? 'sure' : 'likely',
      evidence: signs,
      settings: sighting.url === defaultBaseUrl ? {} : { baseUrl: sighting.url },
      ...(refused && { notes: ['It does not accept your key.'] }),
    };
    return [likeness];
  },
};

function signOf({ name, what, action }: Question, { answers }: Sighting): string | undefined {
  const body = bodyOf(answers.get(name), action);
  if (body?.kind === 'word') return body.alone && isPhrase(body.word) ? `${what}: ${body.word}` : undefined;
  if (body?.kind !== 'data') return undefined;
  const [row] = body.rows;
  const fields =
    action === 'get_balance' ? ['balance', 'unit'] : ['server', 'service_code', 'country', 'price'];
  return row && fields.every((field) => row.has(field))
    ? `${what}: rows with ${fields.join(', ')}`
    : undefined;
}

/** A word that this page alone has: `NO NUMBER` or `TRY AGAIN` might be anybody's. */
function isPhrase(word: string): boolean {
  return word.startsWith('INVALID ') && phrases.some((phrase) => phrase === word);
}

function wordOf({ name, action }: Question, { answers }: Sighting): string | undefined {
  const body = bodyOf(answers.get(name), action);
  return body?.kind === 'word' ? body.word : undefined;
}

function bodyOf(reply: ProbeReply | null | undefined, action: Action): Body | undefined {
  if (!reply) return undefined;
  if (reply.text.length <= LONGEST_MESSAGE) return classify(reply.text, action);
  const row = firstRowOf(reply.text);
  return row ? { kind: 'data', rows: [toRow(row)] } : { kind: 'protocol' };
}
