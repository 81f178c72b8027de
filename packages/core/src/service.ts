import { NumrouteError } from './errors.ts';
import { serviceTable } from './service-table.ts';

/** A slug, which an editor completes, or any other word that {@link parseService} takes. */
export type ServiceWord = (typeof serviceTable)[number][0] | (string & {});

/** A service as the contract names it: `slug` is the word, `aliases` are others that people use. */
export interface Service {
  readonly slug: string;
  readonly name: string;
  readonly aliases: readonly string[];
}

const bySpelling = new Map<string, Service>();
const services: readonly Service[] = serviceTable.map(([slug, name, aliases = []]) => ({
  slug,
  name,
  aliases,
}));
for (const service of services) {
  for (const spelling of [service.slug, service.name, ...service.aliases]) {
    bySpelling.set(plain(spelling), service);
  }
}

/** The canonical service of a slug, name or alias, compared by letters and digits; never fuzzy. */
export function findService(text: string): Service | undefined {
  return bySpelling.get(plain(text));
}

/** All services that the contract has a word for. */
export function listServices(): readonly Service[] {
  return services;
}

/**
 * A buyer's word for a service: slug, name, alias, or `<provider>:<code>` for what has no slug.
 *
 * @throws {NumrouteError} INVALID_INPUT With the nearest known slugs.
 */
export function parseService(text: string, field = 'service'): string {
  const word = text.trim();
  const known = findService(word);
  if (known) return known.slug;
  if (/^[a-z0-9-]+:\S+$/.test(word)) return word;
  const letters = plain(word);
  const near = services
    .filter(
      ({ slug }) => letters.length > 1 && (slug.startsWith(letters.slice(0, 2)) || slug.includes(letters)),
    )
    .slice(0, 3)
    .map(({ slug }) => slug);
  const hint = near.length > 0 ? ` (did you mean ${near.join(', ')}?)` : '';
  throw NumrouteError.input(
    field,
    `a known service such as telegram${hint}, or <provider>:<code>`,
    JSON.stringify(text.slice(0, 40)),
  );
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
