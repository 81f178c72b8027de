import type { Likeness, Probe, ProbeReply, Recognition, Sighting } from '@numroute/core';
import { type Json, parseJson } from '@numroute/http';
import { defaultBaseUrl } from './settings.ts';

const keyIn = { in: 'header', name: 'authorization', prefix: 'Bearer ' } as const;

/** Needs no key at 5sim. */
const countries: Probe = {
  name: 'countries',
  path: 'guest/countries',
  key: 'none',
  keyIn,
  maxBytes: 1_048_576,
};
const profile: Probe = { name: 'profile', path: 'user/profile', key: 'own', keyIn };

/** Others copy this API word for word, so the host alone says whose it is. */
export const recognition: Recognition = {
  paths: ['/v1'],

  ask(sighting) {
    return [countries, ...(sighting.hasKey && hasCountries(sighting) ? [profile] : [])];
  },

  judge(sighting) {
    if (!hasCountries(sighting)) return [];
    const answer = sighting.answers.get(profile.name);
    const isOpen = fieldsOf(answer)?.has('balance') ?? false;
    const isOwn = sighting.url === defaultBaseUrl;
    const likeness: Likeness = {
      name: 'fivesim',
      sureness: isOpen ? 'sure' : 'likely',
      evidence: [
        'guest/countries: countries by name with iso and prefix',
        ...(isOpen ? ['user/profile: a balance'] : []),
      ],
      settings: isOwn ? {} : { baseUrl: sighting.url },
      ...(answer?.status === 401 && { notes: ['It does not accept your key.'] }),
    };
    return [likeness];
  },
};

function hasCountries({ answers }: Sighting): boolean {
  const [first] = fieldsOf(answers.get(countries.name)) ?? [];
  const facts = membersOf(first?.[1]);
  return facts !== undefined && ['iso', 'prefix', 'text_en'].every((name) => facts.has(name));
}

function fieldsOf(reply: ProbeReply | null | undefined): ReadonlyMap<string, Json> | undefined {
  return reply?.status === 200 ? membersOf(parseJson(reply.text)) : undefined;
}

function membersOf(value: Json | undefined): ReadonlyMap<string, Json> | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? new Map(Object.entries(value)) : undefined;
}
