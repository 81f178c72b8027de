import type { Vendor } from './vendor.ts';

/** Counts what arrives at a vendor, as the vendor would: in any window that slides. */
export function createMeter({ requests, perMs }: Vendor['limits']): { tooMany(at: number): boolean } {
  const recent: number[] = [];
  return {
    tooMany(at) {
      recent.push(at);
      if (recent.length <= requests) return false;
      const first = recent.shift() ?? 0;
      // A window holds its first moment and not its last.
      return at - first < perMs;
    },
  };
}
