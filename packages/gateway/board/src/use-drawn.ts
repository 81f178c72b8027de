import { useEffect, useRef, useState } from 'preact/hooks';

/** So many are made in one turn: some twenty milliseconds of a slow machine. */
const NEW_ONES = 6;

/**
 * Of a long list what is drawn already, and a few new ones with each turn: all at once would hold the page.
 *
 * @param nameOf Names one across lists; the same for every call.
 */
export function useDrawn<T>(list: readonly T[], nameOf: (one: T) => string): readonly T[] {
  const drawn = useRef<ReadonlyMap<string, T>>(new Map());
  const [turn, setTurn] = useState(0);
  const shown: T[] = [];
  let left = NEW_ONES;
  let isWhole = true;
  for (const one of list) {
    const known = drawn.current.get(nameOf(one));
    if (known === one) shown.push(one);
    else if (left > 0) {
      shown.push(one);
      left -= 1;
    } else {
      isWhole = false;
      // As it was, until its turn has come.
      if (known !== undefined) shown.push(known);
    }
  }
  useEffect(() => {
    drawn.current = new Map(shown.map((one) => [nameOf(one), one]));
    if (isWhole) return;
    const timer = setTimeout(() => setTurn(turn + 1));
    return () => clearTimeout(timer);
  });
  return shown;
}
