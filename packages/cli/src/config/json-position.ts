/**
 * Where JSON text stops being JSON, as a line and column from 1. The engine's own message shows the
 * text around the fault, which may be a key, and not always the place.
 */
export function jsonFault(text: string): { readonly line: number; readonly column: number } {
  let at = 0;
  let deepest = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    deepest = Math.max(deepest, at);
    return found !== null;
  };
  const blank = (): boolean => take(/[ \t\r\n]*/y);
  const word = (pattern: RegExp): boolean => blank() && take(pattern);
  const string = (): boolean => word(/"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy);
  const list = (end: RegExp, item: () => boolean): boolean => {
    if (word(end)) return true;
    do {
      if (!item()) return false;
    } while (word(/,/y));
    return word(end);
  };
  const value = (): boolean =>
    string() ||
    word(/(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/y) ||
    (word(/\{/y) && list(/\}/y, () => string() && word(/:/y) && value())) ||
    (word(/\[/y) && list(/\]/y, value));
  if (value()) blank();
  const before = text.slice(0, deepest).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
