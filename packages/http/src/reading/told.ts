/** What the vendor told of these: null and undefined are left out. */
export function told<T extends object>(fields: T): { readonly [K in keyof T]?: NonNullable<T[K]> } {
  const given = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(given) as { readonly [K in keyof T]?: NonNullable<T[K]> };
}
