import type { DatabaseSync } from 'node:sqlite';
import type { Money, Offer, Order } from '@numroute/core';
import {
  type AttemptEvent,
  type AttemptRecord,
  allows,
  type Happening,
  transition,
} from '../../attempt/index.ts';
import { eventRow, rowOf } from '../file/rows.ts';

interface Intent {
  readonly attempt: string;
  readonly want: string;
  readonly offer: Offer;
  readonly maxPrice: Money;
  readonly at: number;
}
type Outcome =
  | { readonly kind: 'bought'; readonly order: Order; readonly adopted: boolean }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string };

/** Tells the events of schema 1 again in the words of schema 2. */
export function fromOne(database: DatabaseSync): void {
  const put = database.prepare(
    'INSERT INTO attempt (id, want, provider, state, sent_at, since, order_id, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const note = database.prepare('INSERT INTO event (at, attempt, kind, by, body) VALUES (?, ?, ?, ?, ?)');
  for (const { id } of database.prepare('SELECT id FROM attempt_one ORDER BY seq').all()) {
    const lines = database
      .prepare('SELECT at, kind, body FROM event_one WHERE attempt = ? ORDER BY seq')
      .all(String(id));
    let record: AttemptRecord | undefined;
    const events: AttemptEvent[] = [];
    for (const { at, kind, body } of lines) {
      for (const happening of retold(String(kind), JSON.parse(String(body)) as unknown, record)) {
        // What no longer changes anything, such as a second refusal, has no word in schema 2.
        if (record && !allows(record.state, happening.kind)) continue;
        const event: AttemptEvent = { ...happening, attempt: String(id), at: Number(at), by: 'buyer' };
        record = transition(record, event);
        events.push(event);
      }
    }
    if (!record) continue;
    put.run(...rowOf(record));
    for (const event of events) note.run(...eventRow(event));
  }
}

function retold(kind: string, body: unknown, record: AttemptRecord | undefined): readonly Happening[] {
  if (kind === 'intent') {
    const { want, offer, maxPrice } = body as Intent;
    return [{ kind, want, offer, maxPrice }];
  }
  if (kind === 'order') return told(body as Order, record);
  const outcome = body as Outcome;
  if (outcome.kind === 'refused' && record?.state === 'unknown') {
    return [{ kind: 'absent', evidence: `${outcome.code}: ${outcome.message}` }];
  }
  return [outcome.kind === 'unknown' ? { kind: 'unheard', message: outcome.message } : outcome];
}

function told(order: Order, record: AttemptRecord | undefined): readonly Happening[] {
  const { provider, service, country, pool, quoted, id, status, messages, phone } = order;
  if (record) return [{ kind: 'reported', report: { id, status, messages, phone } }];
  const offer: Offer = {
    provider,
    service,
    country,
    ...(pool !== undefined && { pool }),
    price: quoted,
    stock: null,
    handle: '',
  };
  return [{ kind: 'surplus', offer, maxPrice: quoted, order }];
}
