import { closestMatch } from 'leven';

/** The known word that somebody may have meant, whatever its case; undefined where none is near. */
export function nearestOf(word: string, known: readonly string[]): string | undefined {
  const maxDistance = Math.max(1, Math.floor(word.length / 3));
  const lower = known.map((one) => one.toLowerCase());
  const swapped = lower.find((one) => isSwapped(word.toLowerCase(), one));
  const nearest = swapped ?? closestMatch(word.toLowerCase(), lower, { maxDistance });
  return nearest === undefined ? undefined : known[lower.indexOf(nearest)];
}

/** Whether one is the other with two neighbours in the wrong order, which counts as two edits elsewhere. */
function isSwapped(word: string, other: string): boolean {
  const at = [...word].findIndex((letter, index) => letter !== other[index]);
  const turned = `${word.slice(0, at)}${word[at + 1] ?? ''}${word[at]}${word.slice(at + 2)}`;
  return at >= 0 && turned === other;
}

/** ` (did you mean baseUrl?)`, or nothing. */
export function hintOf(word: string, known: readonly string[]): string {
  const nearest = nearestOf(word, known);
  return nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
}
