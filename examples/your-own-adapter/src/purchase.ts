import type { PurchaseOutcome, Reply } from '@numroute/http';
import { moneyOf } from './cents.ts';
import { reportsOf } from './flights.ts';
import { readReply, refusals, waitOf } from './words.ts';

/**
 * What a reply to `fly` proves. A refusal needs its word, a sale needs its flight; whatever is neither
 * may have been charged, and the router will look for it.
 */
export function readPurchase(reply: Reply, provider: string): PurchaseOutcome {
  const said = readReply(reply);
  if (said.kind === 'word') {
    const { word, fields } = said;
    const code = refusals[word];
    const price = moneyOf(fields['cents']);
    if (code) return { outcome: 'rejected', code, word, ...(price && { price }), ...waitOf(fields) };
  }
  const [first, ...others] = (said.kind === 'data' && reportsOf(said.fields['flights'], provider)) || [];
  if (!first) return { outcome: 'unknown', why: 'neither a flight nor a refusal' };
  return { outcome: 'accepted', receipt: { ...first, ...(others.length > 0 && { surplus: others }) } };
}
