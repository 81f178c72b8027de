import type { Likeness, Probe, Recognition, Sighting } from '@numroute/core';
import { currencyOf } from '../amounts.ts';
import { profiles } from '../profiles/index.ts';
import { countryIn, currencyIn, type Look, lookOf, said } from './looks.ts';
import {
  acquaintances,
  inEnglish,
  type Question,
  type QuestionName,
  strangers,
  tierQuestions,
} from './probes.ts';
import { mirrors, type Signs, signs } from './signs.ts';

const questions: Readonly<Record<QuestionName, Question>> = {
  ...strangers,
  ...acquaintances,
  ...tierQuestions('187'),
};

/** Fewer answers than these do not make anything sure, however fitting they are. */
const ENOUGH = 4;

export const recognition: Recognition = {
  paths: ['/stubs/handler_api.php', '/stubs/handler_api'],

  ask(sighting) {
    const { answers, hasKey } = sighting;
    const first = Object.values(strangers);
    if (!first.every(({ name }) => answers.has(name))) return first;
    // The user's key goes to nobody who did not answer in this dialect, and not again once refused.
    if (!hasKey || !speaks(sighting)) return [];
    const { balance, ...others } = acquaintances;
    if (!answers.has(balance.name)) return inTheirWay([balance], sighting);
    if (isKeyRefused(sighting)) return [];
    if (!answers.has('prices')) return inTheirWay(Object.values(others), sighting);
    return inTheirWay(Object.values(tierQuestions(countryIn(answers.get('prices')))), sighting);
  },

  judge(sighting) {
    if (!speaks(sighting)) return [];
    const seen = looksOf(sighting);
    const names = Object.keys(profiles);
    const fits = names.flatMap((name) => fitOf(name, seen, sighting) ?? []);
    const home = fits.find(({ isAtHome }) => isAtHome);
    const best = home ? [home] : fits;
    if (best.length === 0) return [strange(sighting, seen)];
    return best
      .map((fit) => likenessOf(fit, { seen, sighting, fits: best, all: names }))
      .toSorted((a, b) => order[a.sureness] - order[b.sureness] || b.evidence.length - a.evidence.length);
  },
};

const order = { sure: 0, likely: 1, possible: 2 } as const;

type Looks = ReadonlyMap<QuestionName, Look>;

interface Fit {
  readonly name: string;
  readonly agreeing: readonly QuestionName[];
  readonly isAtHome: boolean;
}

/** One site answers nothing to whoever names no language. */
function inTheirWay(asked: readonly Question[], { answers }: Sighting): readonly Probe[] {
  const wantsLanguage = lookOf('wrongKey', answers.get('wrongKey')) === said('BAD_LANG');
  return wantsLanguage ? asked.map(inEnglish) : asked;
}

function looksOf({ answers }: Sighting, of: readonly QuestionName[] = namesOf(questions)): Looks {
  const seen = new Map<QuestionName, Look>();
  for (const name of of) {
    const look = lookOf(name, answers.get(name));
    if (look !== undefined) seen.set(name, look);
  }
  return seen;
}

function namesOf<N extends string>(record: Readonly<Record<N, unknown>>): readonly N[] {
  return Object.keys(record) as N[];
}

/** Whether any of the first answers is one that a site of the dialect is known to give. */
function speaks(sighting: Sighting): boolean {
  const seen = looksOf(sighting, namesOf(strangers));
  return [...seen].some(([name, look]) => [...signs.values()].some((known) => known[name]?.includes(look)));
}

function isKeyRefused({ answers }: Sighting): boolean {
  const own = lookOf('balance', answers.get('balance'));
  return own !== undefined && own === lookOf('wrongKey', answers.get('wrongKey'));
}

/** Undefined for a profile that one answer contradicts, or that no answer speaks for. */
function fitOf(name: string, seen: Looks, sighting: Sighting): Fit | undefined {
  const known: Signs = signs.get(name) ?? {};
  const refused = isKeyRefused(sighting);
  const told = [...seen].filter(([question]) => known[question] && !(refused && question in acquaintances));
  const agreeing = told.filter(([question, look]) => known[question]?.includes(look));
  if (agreeing.length === 0 || agreeing.length < told.length) return undefined;
  return { name, agreeing: agreeing.map(([question]) => question), isAtHome: isHomeOf(name, sighting.url) };
}

function isHomeOf(name: string, url: string): boolean {
  const profile = profiles[name as keyof typeof profiles];
  const own = profile.baseUrl === undefined ? [] : [new URL(profile.baseUrl).hostname];
  return [...own, ...(mirrors.get(name) ?? [])].includes(new URL(url).hostname);
}

interface Market {
  readonly seen: Looks;
  readonly sighting: Sighting;
  readonly fits: readonly Fit[];
  readonly all: readonly string[];
}

/** It uses the dialect's words, but every known site would have answered something else. */
function strange(sighting: Sighting, seen: Looks): Likeness {
  const fit: Fit = { name: 'classic', agreeing: [...seen.keys()], isAtHome: false };
  const { notes = [], ...rest } = likenessOf(fit, { seen, sighting, fits: [], all: [] });
  const note = 'These are words of this dialect, but no known site answers just so.';
  return { ...rest, sureness: 'possible', notes: [...notes, note] };
}

function likenessOf(fit: Fit, market: Market): Likeness {
  const { name, agreeing, isAtHome } = fit;
  const { seen, sighting } = market;
  const profile = profiles[name as keyof typeof profiles];
  const told = currencyOf(String(currencyIn(sighting.answers.get('balanceJson')) ?? ''));
  const currency = told !== undefined && told !== profile.currency ? told : undefined;
  const isUntold = profile.baseUrl === undefined || profile.assumed.includes('currency');
  const refused = isKeyRefused(sighting);
  return {
    name,
    sureness: surenessOf(fit, market),
    evidence: [
      ...(isAtHome ? [`the address is the documented one of ${name}`] : []),
      ...agreeing.map((question) => `${questions[question].what}: ${seen.get(question)}`),
    ],
    settings: {
      ...(name !== 'classic' && { profile: name }),
      ...(profile.baseUrl !== sighting.url && { baseUrl: sighting.url }),
      ...(currency !== undefined && { currency }),
    },
    ...(isUntold && currency === undefined && { missing: ['currency'] }),
    ...(refused && { notes: ['It does not accept your key.'] }),
  };
}

function surenessOf(fit: Fit, { seen, fits, all }: Market): Likeness['sureness'] {
  if (fit.isAtHome) return 'sure';
  const isEnough = fit.agreeing.length >= ENOUGH;
  if (fits.length > 1) {
    const rivals = fits.map(({ name }) => name);
    return hasOwnSign(fit, rivals, seen) ? 'likely' : 'possible';
  }
  const isSingular = hasOwnSign(fit, all, seen);
  if (isSingular && isEnough) return 'sure';
  return isSingular || isEnough ? 'likely' : 'possible';
}

/** An answer that is known of this site and of none of the others. */
function hasOwnSign({ name, agreeing }: Fit, among: readonly string[], seen: Looks): boolean {
  return agreeing.some((question) => {
    const look = seen.get(question);
    return among.every(
      (other) => other === name || look === undefined || !signs.get(other)?.[question]?.includes(look),
    );
  });
}
