import { closestMatch } from 'leven';

/** The known word that somebody may have meant, whatever its case; undefined where none is near. */
export function nearestOf(word: string, known: readonly string[]): string | undefined {
  const maxDistance = Math.max(1, Math.floor(word.length / 3));
  const lower = known.map((one) => one.toLowerCase());
  const nearest = closestMatch(word.toLowerCase(), lower, { maxDistance });
  return nearest === undefined ? undefined : known[lower.indexOf(nearest)];
}

/** ` (did you mean baseUrl?)`, or nothing. */
export function hintOf(word: string, known: readonly string[]): string {
  const nearest = nearestOf(word, known);
  return nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
}
