/** What has to be closed. Closing twice is closing once. */
export interface Closable {
  /** Called when the container is unbound. */
  close?(): Promise<void>;
}

/** By what they work with. */
const users = new WeakMap<object, Closable[]>();

/**
 * `user` has to be closed before `used` is: a router before its journal, a gateway before its router.
 * A container that is unbound deactivates everything at once, so the order has to be kept here.
 */
export function closesBefore(user: Closable, used: object): void {
  const known = users.get(used);
  if (known) known.push(user);
  else users.set(used, [user]);
}

/** Closes whoever works with it, then itself. */
export async function closeInOrder(used: Closable): Promise<void> {
  // What goes wrong with one of them is told where that one is deactivated.
  await Promise.allSettled((users.get(used) ?? []).map(closeInOrder));
  await used.close?.();
}
