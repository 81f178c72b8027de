import { expect, test } from 'vitest';
import { spanOf } from '../src/span.ts';

const NOON = Date.UTC(2026, 10, 30, 12);

test.each([
  [{}, undefined, undefined],
  [{ since: '7d' }, '2026-11-23T12:00:00.000Z', undefined],
  [{ since: '36h', until: '30m' }, '2026-11-29T00:00:00.000Z', '2026-11-30T11:30:00.000Z'],
  [{ since: '2026-11-01', until: '2026-11-01' }, '2026-11-01T00:00:00.000Z', '2026-11-02T00:00:00.000Z'],
  [{ since: '2026-11-01T06:30+02:00' }, '2026-11-01T04:30:00.000Z', undefined],
  // The day on which clocks are put back there has 25 hours.
  [
    { since: '2026-10-25', until: '2026-10-25', zone: 'Europe/Berlin' },
    '2026-10-24T22:00:00.000Z',
    '2026-10-25T23:00:00.000Z',
  ],
  [{ since: '2026-11-01', zone: 'Asia/Tehran' }, '2026-10-31T20:30:00.000Z', undefined],
])('%j', (flags, since, until) => {
  const { sentSince, sentUntil } = spanOf(flags, NOON);
  const told = [sentSince, sentUntil].map((time) =>
    time === undefined ? time : new Date(time).toISOString(),
  );
  expect(told).toEqual([since, until]);
});

test.each([
  [{ since: 'yesterday' }, '--since'],
  [{ since: '2026-02-30' }, '--since'],
  [{ since: '2026-11-01T12:00' }, '--since'],
  [{ until: '0d' }, '--until'],
  [{ since: '1d', until: '2d' }, 'after --since'],
  [{ zone: 'Mars/Base' }, '--zone'],
])('%j is refused', (flags, named) => {
  expect(() => spanOf(flags, NOON)).toThrow(named);
});
