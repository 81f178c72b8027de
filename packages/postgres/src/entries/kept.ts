import { NumrouteError } from '@numroute/core';
import type { Journal } from '@numroute/journal';
import type { Database, Row } from '../store/database.ts';
import { failure } from '../store/errors.ts';
import { cell } from '../store/names.ts';
import type { Fence } from './fence.ts';

export interface KeptParts {
  readonly database: Database;
  readonly schema: string;
  readonly fence: Fence;
  /** @throws {NumrouteError} CLOSED */
  readonly usable: () => void;
}

/** What an owner keeps beside the purchases. An old one must not put its own in the place of what is newer. */
export function keptBy({
  database,
  schema: s,
  fence,
  usable,
}: KeptParts): Pick<Journal, 'writeCheckpoint' | 'writeNote'> {
  const held = (condition: string): string =>
    `held AS MATERIALIZED (SELECT 1 FROM ${s}.lease WHERE ${condition} AND until > clock_timestamp() LIMIT 1 FOR SHARE)`;
  const written = async (text: string, values: readonly (string | number)[]): Promise<readonly Row[]> => {
    usable();
    try {
      return await database.write(text, values);
    } catch (error) {
      throw failure(error, 'written');
    }
  };
  const changed = (): NumrouteError =>
    new NumrouteError('UNAVAILABLE', 'journal: not written: the lease changed meanwhile', {});
  return {
    writeCheckpoint: async (provider, anchor) => {
      const rows = await written(
        `WITH ${held('provider = $1 AND fence = $2')}
         INSERT INTO ${s}.anchor (provider, at, body) SELECT $1, $3::bigint, $4 FROM held RETURNING 1`,
        [cell(provider), fence.number, Math.trunc(anchor.at), JSON.stringify(anchor)],
      );
      if (rows.length > 0) return;
      await fence.mustHold(provider);
      throw changed();
    },
    writeNote: async (name, text) => {
      const rows = await written(
        text === undefined
          ? `WITH ${held('fence = $1')}, gone AS (DELETE FROM ${s}.note WHERE name = $2 AND EXISTS (SELECT 1 FROM held))
             SELECT 1 FROM held`
          : `WITH ${held('fence = $1')} INSERT INTO ${s}.note (name, text) SELECT $2, $3 FROM held
             ON CONFLICT (name) DO UPDATE SET text = excluded.text RETURNING 1`,
        [fence.number, cell(name), ...(text === undefined ? [] : [cell(text)])],
      );
      if (rows.length > 0) return;
      await fence.mustHoldSome();
      throw changed();
    },
  };
}
