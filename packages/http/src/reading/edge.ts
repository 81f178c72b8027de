import type { PurchaseOutcome, Reply } from '../adapter.ts';
import { sampleOf } from './reply.ts';
import { headerWait } from './waits.ts';

/** The one site that documents its filter keeps a client out for ten seconds; others for up to a minute. */
export const EDGE_WAIT_MS = 30_000;

/**
 * Cloudflare's numbers for a request that a rule turned away before the site was asked: a banned address,
 * a banned client, too many requests, a firewall rule. 520 to 530 are none of these: they come after the
 * site was asked, and the site may have acted.
 */
const RULES = '10(?:0[6-9]|1[0125]|20)';
const asText = new RegExp(`^error code: ${RULES}$`, 'i');
const onPage = new RegExp(`\\berror\\W{1,10}(?:code\\W{1,10})?${RULES}\\b|you have been blocked`, 'i');

/**
 * Whether Cloudflare answered in the place of the site, which then never saw the request (quirk 8). Every
 * reply of a site behind Cloudflare has its headers, so they are not enough: the body must be one of its
 * refusals, a page must repeat the ray of its own header, and no cache may have been asked.
 */
export function isTurnedAway({ status, headers, text }: Reply): boolean {
  const ray = /^([0-9a-f]{16})(?:-[A-Z]{3})?$/i.exec(headers['cf-ray'] ?? '')?.[1];
  if (![403, 429, 503].includes(status) || ray === undefined) return false;
  if (headers['server']?.toLowerCase() !== 'cloudflare' || headers['cf-cache-status'] !== undefined)
    return false;
  if (asText.test(text)) return true;
  if (!text.startsWith('<')) return false;
  if (headers['cf-mitigated'] === 'challenge') return true;
  const words = text.replace(/<[^>]{0,2000}>/g, ' ');
  return text.includes(ray) && /cloudflare/i.test(text) && onPage.test(words);
}

/** The refusal of a purchase that Cloudflare turned away: it never reached the shop. Undefined for any other. */
export function turnedAway(reply: Reply): PurchaseOutcome | undefined {
  if (!isTurnedAway(reply)) return undefined;
  const retryAfterMs = headerWait(reply) ?? EDGE_WAIT_MS;
  return { outcome: 'rejected', code: 'RATE_LIMITED', word: sampleOf(reply), retryAfterMs };
}
