import type { Probe, ProbeReply, Recognition, Sighting } from '@numroute/core';
import { told } from './reading/told.ts';

/** A question to a host, and what the answer of this vendor shows. */
export interface Sign extends Omit<Probe, 'keyIn'> {
  /** For people. */
  readonly evidence: string;
  /** Whether the answer has the sign; undefined where it says nothing of it. */
  readonly isIn: (reply: ProbeReply) => boolean | undefined;
  /** Whether the answer refuses the user's key. */
  readonly refusesKey?: (reply: ProbeReply) => boolean;
}

/** How one vendor with one address is told from all others. */
export interface Signs {
  readonly name: string;
  readonly baseUrl: string;
  readonly paths: readonly string[];
  readonly keyIn: Probe['keyIn'];
  /** Looked for without the user's key. */
  readonly first: readonly Sign[];
  /** Looked for with the user's key, once one of the first was seen. @default none */
  readonly later?: readonly Sign[];
  /** Settings that no host tells and the user has to. @default none */
  readonly missing?: readonly string[];
  /** Whether an address may be the vendor's at all. @default any */
  readonly mayBe?: (url: string) => boolean;
}

/** It is sure of a vendor by all of the later signs, or by all of the first where there are no others. */
export function recognitionOf(signs: Signs): Recognition {
  const { name, baseUrl, paths, keyIn, first, later = [], missing, mayBe } = signs;
  const all = [...first, ...later];
  const last = later.length > 0 ? later : first;
  return {
    paths,
    ask(sighting) {
      if (mayBe?.(sighting.url) === false) return [];
      const isSeen = sighting.hasKey && first.some((sign) => isSeenIn(sighting, sign));
      return [...first, ...(isSeen ? later : [])].map(
        ({ evidence: _, isIn: _1, refusesKey: _2, ...probe }) => ({ ...probe, keyIn }),
      );
    },
    judge(sighting) {
      const seen = all.filter((sign) => isSeenIn(sighting, sign));
      if (seen.length === 0) return [];
      const url = sighting.url.replace(/\/$/, '');
      const isRefused = all.some(({ name, refusesKey }) => {
        const reply = sighting.answers.get(name);
        return reply && refusesKey?.(reply);
      });
      return [
        {
          name,
          sureness: last.every((sign) => seen.includes(sign)) && !isRefused ? 'sure' : 'likely',
          evidence: seen.map(({ evidence }) => evidence),
          settings: url === baseUrl ? {} : { baseUrl: url },
          ...told({ missing, notes: isRefused ? ['It does not accept your key.'] : undefined }),
        },
      ];
    },
  };
}

function isSeenIn({ answers }: Sighting, { name, isIn }: Sign): boolean {
  const reply = answers.get(name);
  return reply ? isIn(reply) === true : false;
}
