import { createContext } from 'preact';

/** Services whose prices the gateway keeps. */
export const KeptPrices = createContext<ReadonlySet<string>>(new Set());
