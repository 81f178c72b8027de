import type { Recognition } from '@numroute/core';
import { membersOf, parseJson, recognitionOf } from '@numroute/http';

export const defaultBaseUrl = 'https://5sim.net/v1';

/** Others copy this API word for word, so the host alone says whose it is. */
export const recognition: Recognition = recognitionOf({
  name: 'fivesim',
  baseUrl: defaultBaseUrl,
  paths: ['/v1'],
  keyIn: { in: 'header', name: 'authorization', prefix: 'Bearer ' },
  first: [
    {
      name: 'countries',
      path: 'guest/countries',
      // Needs none at 5sim.
      key: 'none',
      maxBytes: 1_048_576,
      evidence: 'guest/countries: countries by name with iso and prefix',
      isIn({ status, text }) {
        const [first] = membersOf(parseJson(text))?.values() ?? [];
        const facts = membersOf(first);
        return status === 200 && ['iso', 'prefix', 'text_en'].every((name) => facts?.has(name));
      },
    },
  ],
  later: [
    {
      name: 'profile',
      path: 'user/profile',
      key: 'own',
      evidence: 'user/profile: a balance',
      isIn: ({ status, text }) => status === 200 && membersOf(parseJson(text))?.has('balance'),
      refusesKey: ({ status }) => status === 401,
    },
  ],
});
