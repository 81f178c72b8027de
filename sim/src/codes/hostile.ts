import type { RankedOffer, Strategy } from '@numroute/router';
import type { Random } from '../random.ts';

/** Whatever a user may have written: in any order, twice the same, above the cap, from vendors that are shut. */
export function hostile(random: Random): Strategy {
  return (offers, { convert }) => {
    const ranked: RankedOffer[] = [];
    for (const offer of offers) {
      const one = { offer, comparable: convert(offer.price) ?? offer.price };
      for (const same of random.chance(0.3) ? [one, one] : [one])
        ranked.splice(random.whole(0, ranked.length), 0, same);
    }
    return { ranked, excluded: [] };
  };
}
