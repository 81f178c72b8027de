import { SHORT_SPANS, SPANS } from '@numroute/journal/parts';

const MONEY = ['amount', 'unread'] as const;
const OUTCOME = ['numbers', 'done', 'codes'] as const;
const COUNTED = ['promised', 'currency', ...MONEY, ...OUTCOME] as const;

const start = 'sent_at - ((sent_at % span) + span) % span';

/** The row before with a minus, the row after with a plus: `sign` in front of what is summed up. */
const CHANGE = `SELECT 1 AS sign, (NEW).* UNION ALL SELECT -1, (OLD).* WHERE TG_OP = 'UPDATE'`;

const summed = (columns: readonly string[]): string =>
  columns.map((one) => `sum(sign * ${one}) AS ${one}`).join(', ');
const moved = (columns: readonly string[]): string =>
  columns.map((one) => `sum(sign * ${one}) <> 0`).join(' OR ');
const added = (columns: readonly string[]): string =>
  columns.map((one) => `${one} = s.${one} + excluded.${one}`).join(', ');
const spansOf = (spans: readonly number[]): string =>
  `(VALUES ${spans.map((span) => `(${span}::bigint)`).join(', ')}) AS spans (span)`;

/** Sorted, so that two writers lock rows in one order. */
const keep = (table: string, key: string, sums: readonly string[], from: string): string => `
  INSERT INTO ${table} AS s SELECT ${key.replace('start', `${start} AS start`)}, ${summed(sums)} FROM ${from}
  GROUP BY ${key} HAVING ${moved(sums)} ORDER BY ${key}
  ON CONFLICT (${key}) DO UPDATE SET ${added(sums)};`;

const MONEY_KEY = 'whose, span, start, provider, promised, currency';
const OUTCOME_KEY = 'provider, place, span, start';

/**
 * `spending` and `success` follow `attempt` by a trigger in the same transaction. `whose` is `*` for everybody
 * or `=` and a buyer; `place` is a market, or empty for the whole account.
 */
export const sums = (s: string): string => `
  CREATE TABLE ${s}.spending (
    whose text NOT NULL,
    span bigint NOT NULL,
    start bigint NOT NULL,
    provider text NOT NULL,
    promised boolean NOT NULL,
    currency text NOT NULL,
    amount numeric NOT NULL,
    unread bigint NOT NULL,
    PRIMARY KEY (${MONEY_KEY})
  ) WITH (fillfactor = 70);
  CREATE TABLE ${s}.success (
    provider text NOT NULL,
    place text NOT NULL,
    span bigint NOT NULL,
    start bigint NOT NULL,
    numbers bigint NOT NULL,
    done bigint NOT NULL,
    codes bigint NOT NULL,
    PRIMARY KEY (${OUTCOME_KEY})
  ) WITH (fillfactor = 70);
  CREATE FUNCTION ${s}.attempt_counts() RETURNS trigger LANGUAGE plpgsql AS $body$
  BEGIN
    IF TG_OP = 'UPDATE' AND (${COUNTED.map((one) => `OLD.${one}`).join(', ')})
      IS NOT DISTINCT FROM (${COUNTED.map((one) => `NEW.${one}`).join(', ')}) THEN
      RETURN NULL;
    END IF;
    ${keep(
      `${s}.spending`,
      MONEY_KEY,
      MONEY,
      `(${CHANGE}) AS changed, ${spansOf(SPANS)},
       LATERAL (SELECT '*' AS whose UNION ALL SELECT '=' || buyer WHERE buyer IS NOT NULL) AS owners`,
    )}
    ${keep(
      `${s}.success`,
      OUTCOME_KEY,
      OUTCOME,
      `(${CHANGE}) AS changed, ${spansOf(SHORT_SPANS)}, LATERAL (VALUES (''), (market)) AS places (place)`,
    )}
    RETURN NULL;
  END $body$;
  CREATE TRIGGER attempt_counts AFTER INSERT OR UPDATE ON ${s}.attempt
    FOR EACH ROW EXECUTE FUNCTION ${s}.attempt_counts();
`;
