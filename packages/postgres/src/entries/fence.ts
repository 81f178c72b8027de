import { NumrouteError } from '@numroute/core';
import type { Database, Row } from '../store/database.ts';
import { cell, textOf } from '../store/names.ts';

/** Under which acts are written. */
export interface Fence {
  /** 0: there is no lease. */
  readonly number: number;
  /**
   * Returns where the lease stands, so that something else was in the way.
   *
   * @throws {NumrouteError} NOT_OWNER Another one holds the lease, or nobody does and this one never did.
   * @throws {NumrouteError} UNAVAILABLE It ran out and nobody took it: it may be renewed.
   */
  mustHold(provider: string): Promise<void>;
  /**
   * As `mustHold`, of whatever account the lease is for.
   *
   * @throws {NumrouteError} NOT_OWNER
   */
  mustHoldSome(): Promise<void>;
}

export function fenceOf(database: Database, s: string, number: number): Fence {
  return {
    number,
    mustHold: async (provider) => {
      const [row] = await database.read(
        `SELECT owner, fence, url, until > clock_timestamp() AS lasts FROM ${s}.lease WHERE provider = $1`,
        [cell(provider)],
      );
      const isOwn = row !== undefined && number > 0 && Number(row['fence']) === number;
      if (isOwn && row['lasts'] === true) return;
      if (isOwn) {
        const message = `journal: not written: the lease of ${provider} ran out and is being renewed`;
        throw new NumrouteError('UNAVAILABLE', message, {});
      }
      throw notOwner(provider, row?.['lasts'] === true ? row : undefined);
    },
    mustHoldSome: async () => {
      const rows = await database.read(
        `SELECT 1 FROM ${s}.lease WHERE fence = $1 AND until > clock_timestamp() LIMIT 1`,
        [number],
      );
      if (rows.length > 0) return;
      throw new NumrouteError('NOT_OWNER', 'journal: not written: this process holds no lease', {});
    },
  };
}

/** @param holder A row of the leases; undefined: nobody holds it. */
export function notOwner(provider: string, holder: Row | undefined): NumrouteError<'NOT_OWNER'> {
  if (!holder) {
    const message = `${provider}: this process holds no lease of the account, so nothing is sent; standBy() takes one`;
    return new NumrouteError('NOT_OWNER', message, { provider });
  }
  const owner = String(holder['owner']);
  const url = holder['url'] === null ? undefined : textOf(holder['url']);
  const where = url === undefined ? 'it has no address' : `ask it at ${url}`;
  const message = `${provider}: ${owner} acts at this account, so nothing is sent from here; ${where}`;
  return new NumrouteError('NOT_OWNER', message, { provider, owner, ...(url !== undefined && { url }) });
}
