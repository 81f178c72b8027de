import { NumrouteError } from '@numroute/core';
import { isLease } from '@numroute/journal';
import { samples } from '@numroute/journal/kit';
import { type PostgresClient, type PostgresPool, postgresJournal } from '@numroute/postgres';
import { beforeAll, describe, expect, test } from 'vitest';
import { hasPostgres, sharedPostgres } from '../../../test/support/postgres.ts';
import { tendMonths } from '../src/schema/partitions.ts';
import { connect } from '../src/store/connection.ts';
import { Database } from '../src/store/database.ts';
import { ACCOUNTS, freshJournal, freshSchema, leasedJournal, named } from './fresh.ts';

const { bought, event, intent, orderOf } = samples;

/** Asks the server itself. */
async function asked(
  ...statements: readonly string[]
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const database = new Database(connect((await sharedPostgres()).url));
  try {
    let rows: readonly Readonly<Record<string, unknown>>[] = [];
    for (const one of statements) rows = await database.write(one);
    return rows;
  } finally {
    await database.close();
  }
}

const failed = async (opening: Promise<unknown>): Promise<NumrouteError> => {
  const error: unknown = await opening.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!NumrouteError.is(error)) throw new Error(`no error of ours: ${error}`);
  return error;
};

/** The server's, over connections that break once the server has done what was asked. */
async function breaking(breaks: (text: string) => boolean): Promise<PostgresPool> {
  const pool = connect((await sharedPostgres()).url);
  return {
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect();
      const query: PostgresClient['query'] = async (question) => {
        const answer = await client.query(question);
        if (breaks(question.text)) throw new Error('read ECONNRESET');
        return answer;
      };
      return { query, release: (end) => client.release(end), on: client.on.bind(client) };
    },
  };
}

describe.skipIf(!hasPostgres)('the store of a PostgreSQL journal', () => {
  beforeAll(sharedPostgres, 120_000);

  test('is made by a role that may do nothing outside its schema', async () => {
    const schema = freshSchema();
    await asked(
      `CREATE ROLE ${schema} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE`,
      `CREATE SCHEMA ${schema} AUTHORIZATION ${schema}`,
      `REVOKE CREATE ON SCHEMA public FROM PUBLIC`,
    );
    const url = new URL((await sharedPostgres()).url);
    url.username = schema;
    const journal = await postgresJournal({ url: url.href, schema });
    const lease = await journal.take({ accounts: { one: 'x' } });
    if (!isLease(lease)) throw new Error('held');
    await lease.journal.append(event('a', intent()));
    expect(await journal.list({})).toHaveLength(1);
    expect(await lease.journal.forget(1)).toBe(0);
    await journal.close();
  });

  test('is made once by two processes that open it at once', async () => {
    const schema = freshSchema();
    const journals = await Promise.all([1, 2, 3].map(() => freshJournal({ schema })));
    expect(await asked(`SELECT * FROM ${schema}.meta`)).toEqual([{ version: 1, clock_sets: 0 }]);
    await Promise.all(journals.map((one) => one.close()));
  });

  test('of a newer version is read, and no lease is taken on it', async () => {
    const first = await freshJournal();
    await asked(`UPDATE ${first.schema}.meta SET version = 99`);
    await first.close();
    const journal = await freshJournal({ schema: first.schema });
    expect(await journal.list({})).toEqual([]);
    const error = await failed(journal.take({ accounts: { one: 'x' } }));
    expect([error.code, error.message]).toEqual([
      'INVALID_INPUT',
      expect.stringContaining('a newer program works with it, and this one only reads'),
    ]);
    await journal.close();
  });

  test.each([
    ['synchronous_commit=off', 'synchronous_commit that is one of on, remote_write, remote_apply'],
    ['synchronous_commit=local', 'synchronous_commit that is one of'],
  ])('that would acknowledge what may be lost (%s) is refused', async (setting, message) => {
    const url = new URL((await sharedPostgres()).url);
    url.searchParams.set('options', `-c ${setting}`);
    const error = await failed(postgresJournal({ url: url.href, schema: freshSchema() }));
    expect([error.code, error.message]).toEqual(['INVALID_INPUT', expect.stringContaining(message)]);
  });

  test('that cannot be reached is UNAVAILABLE, and no message holds the password', async () => {
    const error = await failed(postgresJournal({ url: 'postgres://me:s3cret@127.0.0.1:1/db' }));
    expect(error.code).toBe('UNAVAILABLE');
    expect(`${error.message} ${JSON.stringify(error)}`).not.toContain('s3cret');
    const other = await failed(postgresJournal({ url: 'mysql://me:s3cret@127.0.0.1/db' }));
    expect([other.code, other.message.includes('s3cret')]).toEqual(['INVALID_INPUT', false]);
    for (const name of ['public"; DROP', 'Upper', '', 'x'.repeat(41)])
      expect((await failed(postgresJournal({ url: 'postgres://127.0.0.1/db', schema: name }))).code).toBe(
        'INVALID_INPUT',
      );
  });

  test('keeps every text apart, also those that PostgreSQL cannot hold', async () => {
    const journal = await leasedJournal();
    const odd = ['7\0', '7', '7\\u0000', '\ud83d', '\ud83e', '"7\\', "7' OR 1=1 --", '7\n'];
    for (const [nth, id] of odd.entries()) {
      await journal.openWant({ id: `w${id}`, key: `k${id}`, buyer: `b${id}`, print: id, at: 1 });
      await journal.append(event(`a${nth}`, intent(`w${id}`)));
      await journal.append(event(`a${nth}`, bought(orderOf(id))));
    }
    for (const [nth, id] of odd.entries()) {
      expect((await journal.findOrder({ provider: 'one', id }))?.id).toBe(`a${nth}`);
      expect((await journal.list({ buyer: `b${id}` })).map((one) => one.id)).toEqual([`a${nth}`]);
      expect((await journal.findWant(`w${id}`))?.print).toBe(id);
      expect(await journal.spent({ since: 0, buyer: `b${id}` })).toEqual([
        { amount: '0.105', currency: 'USD' },
      ]);
    }
    await journal.close();
  });

  test('says that nothing was sent for an intent whose answer was lost, and buys on', async () => {
    let isTorn = false;
    const pool = await breaking((text) => {
      const breaks = isTorn && text.includes('.attempt (');
      if (breaks) isTorn = false;
      return breaks;
    });
    const journal = await postgresJournal({ pool, schema: freshSchema() });
    const lease = await journal.take({ accounts: named(ACCOUNTS) });
    if (!isLease(lease)) throw new Error('held');
    isTorn = true;
    expect((await failed(lease.journal.append(event('a', intent('one'))))).code).toBe('UNAVAILABLE');
    expect((await journal.findAttempt('a'))?.state).toBe('sending');
    await lease.journal.append(event('b', intent('two')));
    expect((await journal.findAttempt('a'))?.reason).toContain('so nothing was sent');
    expect((await journal.list({ states: ['sending'] })).map(({ id }) => id)).toEqual(['b']);
    await journal.close();
  });

  test('loses no lease that it has taken or renewed, when the question for the time is not answered', async () => {
    let isTorn = false;
    const pool = await breaking((text) => isTorn && text.includes('pg_postmaster_start_time'));
    const journal = await postgresJournal({ pool, schema: freshSchema() });
    isTorn = true;
    const lease = await journal.take({ accounts: named(ACCOUNTS) });
    if (!isLease(lease)) throw new Error('held');
    expect(await lease.renew()).toBe('held');
    await lease.journal.append(event('a', intent()));
    await journal.close();
  });

  test('takes whole months of events out once nobody needs them, and drops nothing', async () => {
    const journal = await freshJournal();
    const s = journal.schema;
    const lease = await journal.take({ accounts: named(ACCOUNTS) });
    if (!isLease(lease)) throw new Error('held');
    const longAgo = async (name: string, attempt: string): Promise<void> => {
      const first = `${name.replace('_', '-')}-01`;
      const columns = 'attempt, kind, by, writer, fence, body';
      await asked(
        `CREATE TABLE ${s}.event_${name} PARTITION OF ${s}.event FOR VALUES FROM ('${first}') TO ('${first.slice(0, 8)}28')`,
        `INSERT INTO ${s}.event (at, db_at, ${columns}) SELECT at, '${first} 12:00', ${columns} FROM ${s}.event WHERE attempt = '${attempt}'`,
      );
    };
    await lease.journal.append(event('open', intent('one')));
    await lease.journal.append(event('over', intent('two', 'two')));
    await lease.journal.append(event('over', { kind: 'refused', code: 'X', message: '' }));
    await longAgo('2020_01', 'over');
    await longAgo('2020_02', 'open');
    const database = new Database(connect((await sharedPostgres()).url));
    const keep = { schema: s, keepMs: 86_400_000 };
    expect(await tendMonths(database, keep)).toEqual(['event_2020_01']);
    expect(await tendMonths(database, keep)).toEqual([]);
    expect(await asked(`SELECT count(*)::int AS n FROM ${s}.event_2020_01`)).toEqual([{ n: 2 }]);
    expect(await journal.history('over')).toHaveLength(2);
    await database.close();
    await journal.close();
  });

  test('lets nobody change or delete an event', async () => {
    const journal = await freshJournal();
    const lease = await journal.take({ accounts: named(ACCOUNTS) });
    if (!isLease(lease)) throw new Error('held');
    await lease.journal.append(event('a', intent()));
    for (const change of ['UPDATE %s SET body = $$x$$', 'DELETE FROM %s'])
      await expect(asked(change.replace('%s', `${journal.schema}.event`))).rejects.toThrow(
        'events are never changed or deleted',
      );
    await journal.close();
  });
});
