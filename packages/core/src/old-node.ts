/** As the `engines` of every package say. */
const LEAST: readonly [major: number, minor: number] = [22, 19];

/**
 * An older Node fails in the middle of the work, in words that name no cause. Where there is no Node, as in a
 * browser, nothing is said.
 *
 * @throws {Error} With the version that is needed and the one that is there.
 */
export function refuseOldNode(): void {
  const version = globalThis.process?.versions?.node;
  const [major = 0, minor = 0] = version?.split('.').map(Number) ?? LEAST;
  if (major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1])) return;
  throw new Error(`numroute needs Node ${LEAST.join('.')} or newer, this is ${version}.`);
}
