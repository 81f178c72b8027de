/** The size of an LRU cache of so many entries. Its own `max` would take the room of all of them at once. */
export const atMost = (kept: number): { readonly maxSize: number; readonly sizeCalculation: () => 1 } => ({
  maxSize: kept,
  sizeCalculation: () => 1,
});
