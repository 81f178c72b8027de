import { strictEqual as is, ok, rejects, deepStrictEqual as same } from 'node:assert';
import { type AttemptRecord, type Happening, transition } from '../attempt/index.ts';
import { isLease, type LeasingJournal } from '../lease/lease.ts';
import { hears } from './hears.ts';
import { beside, bought, delivered, event, intent, orderOf } from './samples.ts';
import {
  inTheWay,
  type LeaseCase,
  leased,
  named,
  refusedWith,
  TTL_MS,
  until,
  written,
} from './shared-store.ts';

/** Everything that is written before a request leaves, of an order that is delivered or open. */
const acts: readonly (readonly [Happening, 'open' | 'delivered'])[] = [
  [{ kind: 'cancel-wanted', why: '', insist: true, notBefore: 0 }, 'open'],
  [{ kind: 'cancel-asked' }, 'open'],
  [{ kind: 'another-asked' }, 'delivered'],
  [{ kind: 'finish-asked' }, 'delivered'],
];

const ROUNDS = 200;

/** What every journal promises that several processes share. */
export const leaseCases: readonly LeaseCase[] = [
  {
    name: 'L1 without the lease an act is refused and leaves no trace, and a fact is taken, also from an owner long gone',
    run: async (store) => {
      const [owner, other] = [await store.open(), await store.open()];
      await rejects(owner.append(event('a', intent())), refusedWith('NOT_OWNER'));
      await rejects(owner.writeCheckpoint('one', checkpoint(1)), refusedWith('NOT_OWNER'));
      await rejects(owner.forget(1), refusedWith('NOT_OWNER'));
      await rejects(owner.writeNote('n', 'x'), refusedWith('NOT_OWNER'));
      await rejects(Promise.resolve(owner.mustOwn?.(['one'])), refusedWith('NOT_OWNER'));
      is(await owner.findAttempt('a'), undefined);
      const first = await leased(owner);
      for (const [name, order] of [
        ['open', '7'],
        ['delivered', '8'],
      ] as const) {
        await first.journal.append(event(name, intent(name)));
        await first.journal.append(event(name, bought(orderOf(order))));
      }
      await first.journal.append(event('delivered', delivered('8')));
      await first.journal.append(event('late', intent('late')));
      await store.runOut();
      const second = await leased(other);
      ok(second.fence > first.fence);
      for (const [act, attempt] of acts) {
        const before = await written(other, attempt);
        await rejects(first.journal.append(event(attempt, act)), refusedWith('NOT_OWNER'));
        await rejects(other.append(event(attempt, act)), refusedWith('NOT_OWNER'));
        same(await written(other, attempt), before);
      }
      await rejects(first.journal.append(event('b', intent('b'))), refusedWith('NOT_OWNER'));
      await rejects(first.journal.writeCheckpoint('one', checkpoint(2)), refusedWith('NOT_OWNER'));
      const leftBehind = {
        ...event('late', { kind: 'unheard', message: 'the process ended' }),
        by: 'recovery',
      } as const;
      await rejects(other.append(leftBehind), refusedWith('NOT_OWNER'));
      await rejects(Promise.resolve(first.journal.mustOwn?.(['one'])), refusedWith('NOT_OWNER'));
      await second.journal.mustOwn?.(['one']);
      await first.journal.append(event('late', bought(orderOf('9'))));
      await other.append(event('late', delivered('9')));
      is((await second.journal.findAttempt('late'))?.state, 'delivered');
      for (const [act, attempt] of acts) await second.journal.append(event(attempt, act));
      await second.journal.writeNote('n', 'second');
      await rejects(first.journal.writeNote('n', 'first'), refusedWith('NOT_OWNER'));
      await rejects(first.journal.writeNote('n', undefined), refusedWith('NOT_OWNER'));
      same([...(await other.readNotes(''))], [['n', 'second']]);
      await second.journal.writeCheckpoint('one', checkpoint(3));
      is((await other.readCheckpoint('one'))?.at, 3);
    },
  },
  {
    name: 'L2 one holder: a lease that ran out can be taken, its fence rises, and what nobody took is still its owner’s',
    run: async (store) => {
      const [owner, other] = [await store.open(), await store.open()];
      const first = await leased(owner);
      const { fence, provider } = await inTheWay(other);
      same([fence, provider], [first.fence, 'one']);
      same(
        (await other.holders()).map((one) => one.fence),
        [first.fence],
      );
      await store.runOut();
      same(await other.holders(), []);
      await rejects(first.journal.append(event('a', intent())), refusedWith('UNAVAILABLE'));
      is(await first.renew(), 'held');
      await first.journal.append(event('a', intent()));
      await store.runOut();
      const second = await leased(other);
      ok(second.fence > first.fence);
      is(second.journal.wasLeft, true);
      await rejects(first.renew(), refusedWith('NOT_OWNER'));
      await rejects(first.renew(), refusedWith('NOT_OWNER'));
      is(await second.renew(), 'held');
      await second.release();
      await rejects(second.renew(), refusedWith('NOT_OWNER'));
      const third = await leased(owner);
      ok(third.fence > second.fence);
      is(third.journal.wasLeft ?? false, false);
    },
  },
  {
    name: 'L2 whoever is asked to hand over hears of it when it renews, and the next owner does not',
    run: async (store) => {
      const [owner, other] = [await store.open(), await store.open()];
      is(await other.askToYield(), false);
      const first = await leased(owner);
      is(await first.renew(), 'held');
      is(await other.askToYield(), true);
      is(await first.renew(), 'yield');
      await first.release();
      is(await (await leased(other)).renew(), 'held');
    },
  },
  {
    name: 'L3 an append that races with a takeover is before it or refused',
    run: async (store) => {
      const journals = [await store.open(), await store.open()];
      let owner = await leased(journals[0] as LeasingJournal);
      for (let round = 0; round < ROUNDS; round += 1) {
        await store.runOut();
        await owner.renew();
        const racing = owner;
        const next = journals[(round + 1) % 2] as LeasingJournal;
        const [appended, taken] = await Promise.all([
          racing.journal.append(event(`r${round}`, intent(`w${round}`))).then(
            () => 'written',
            (error: { code?: unknown }) => error.code,
          ),
          store.runOut().then(() => leased(next)),
        ]);
        const isThere = (await next.findAttempt(`r${round}`)) !== undefined;
        ok(isThere === (appended === 'written'), `round ${round}: ${appended}, and it is there: ${isThere}`);
        await rejects(
          racing.journal.append(event(`x${round}`, intent(`x${round}`))),
          refusedWith('NOT_OWNER'),
        );
        if (isThere)
          await taken.journal.append(event(`r${round}`, { kind: 'refused', code: 'X', message: '' }));
        owner = taken;
      }
    },
  },
  {
    name: 'L4 all accounts or none, and nobody waits for each other who asks for some of the same',
    run: async (store) => {
      const [left, right] = [await store.open(), await store.open()];
      for (let round = 0; round < 20; round += 1) {
        const taken = await Promise.all([
          left.take({ accounts: named(['one', 'two', 'left']), ttlMs: TTL_MS }),
          right.take({ accounts: named(['right', 'two', 'one']), ttlMs: TTL_MS }),
        ]);
        is(taken.filter(isLease).length, 1);
        is((await left.holders()).length, 3);
        for (const one of taken) if (isLease(one)) await one.release();
      }
      await leased(left, ['one']);
      // Another name of an account, and another account of a provider: both are in the way.
      ok(!isLease(await right.take({ accounts: { other: 'account of one' }, ttlMs: TTL_MS })));
      ok(!isLease(await right.take({ accounts: { one: 'a new key' }, ttlMs: TTL_MS })));
      await leased(right, ['two']);
      await rejects(left.take({ accounts: {} }), refusedWith('INVALID_INPUT'));
      await rejects(left.take({ accounts: { a: 'x', b: 'x' } }), refusedWith('INVALID_INPUT'));
      for (const ttlMs of [0, -1, Number.NaN])
        await rejects(left.take({ accounts: named(['three']), ttlMs }), refusedWith('INVALID_INPUT'));
    },
  },
  {
    name: 'L5 of two who write about one attempt one is next and the other is told, and its history is legal',
    run: async (store) => {
      const [left, right] = [await store.open(), await store.open()];
      const { journal } = await leased(left);
      await journal.append(event('a', intent()));
      await journal.append(event('a', bought(orderOf('7'))));
      const codes = Array.from({ length: 20 }, (_, nth) => String(nth));
      const told = await Promise.allSettled([
        ...codes.map((code) => journal.append(event('a', { kind: 'used' }, Number(code)))),
        ...codes.map((code) =>
          right.append(event('a', { kind: 'charge-seen', price: usd(code), evidence: code })),
        ),
        right.append(event('a', { kind: 'refund-seen', evidence: 'not possible now' })),
      ]);
      is(told.filter(({ status }) => status === 'rejected').length, 1);
      await Promise.allSettled([
        journal.append(
          event('a', { kind: 'reported', report: { id: '7', status: 'cancelled', messages: [] } }),
        ),
        right.append(event('a', { kind: 'reported', report: { id: '7', status: 'expired', messages: [] } })),
      ]);
      let rebuilt: AttemptRecord | undefined;
      for (const one of await right.history('a')) rebuilt = transition(rebuilt, one);
      same(await left.findAttempt('a'), { ...rebuilt, number: 1 });
    },
  },
  {
    name: 'L6 one key is one want, whoever asks for it at once',
    run: async (store) => {
      const journals = await Promise.all([store.open(), store.open()]);
      const wants = await Promise.all(
        Array.from({ length: 10 }, (_, nth) =>
          (journals[nth % 2] as LeasingJournal).openWant({ id: `w${nth}`, key: 'k', print: 'x', at: nth }),
        ),
      );
      is(new Set(wants.map(({ id }) => id)).size, 1);
    },
  },
  {
    name: 'L7 each event of others is told once, of one attempt in its order, and never one’s own',
    run: async (store) => await hears(store),
  },
  {
    name: 'L7 also over connections that break',
    needs: 'cut',
    run: async (store) => await hears(store, async () => await store.cut?.()),
  },
  {
    name: 'L8 while the store is away a write is rejected, and when it is back it works',
    needs: 'stop',
    run: async (store) => {
      const journal = await store.open();
      const lease = await leased(journal);
      await lease.journal.append(event('a', intent()));
      await store.stop?.();
      await rejects(lease.journal.append(event('a', bought(orderOf('7')))), refusedWith('UNAVAILABLE'));
      await rejects(lease.journal.append(event('b', intent('b'))), refusedWith('UNAVAILABLE'));
      await rejects(journal.findAttempt('a'), refusedWith('UNAVAILABLE'));
      await rejects(lease.renew(), refusedWith('UNAVAILABLE'));
      await store.start?.();
      await until(() =>
        lease.renew().then(
          () => true,
          () => false,
        ),
      );
      same(await written(journal, 'a'), ['intent']);
      await lease.journal.append(event('a', bought(orderOf('7'))));
      is((await journal.findAttempt('a'))?.state, 'open');
      await lease.journal.append(event('c', intent('c')));
    },
  },
  {
    name: 'N numbers rise and are never given twice, whatever was refused between',
    run: async (store) => {
      const [left, right] = [await store.open(), await store.open()];
      const { journal } = await leased(left, ['one', 'two', 'three']);
      const numbers: number[] = [];
      for (let nth = 0; nth < 5; nth += 1) {
        const provider = ['one', 'two', 'three'][nth % 3] ?? '';
        const { number } = await journal.append(event(`a${nth}`, beside(`w${nth}`, provider)));
        await rejects(journal.append(event(`b${nth}`, intent(`w${nth}`, 'two'))), refusedWith('WRONG_STATE'));
        await rejects(right.append(event(`c${nth}`, intent(`c${nth}`))), refusedWith('NOT_OWNER'));
        same((await right.findNumber(number))?.id, `a${nth}`);
        numbers.push(number);
      }
      same(
        numbers,
        [...new Set(numbers)].sort((one, other) => one - other),
      );
    },
  },
];

const usd = (amount: string) => ({ amount: `0.${amount.padStart(3, '0')}`, currency: 'USD' });

const checkpoint = (at: number) => ({ balance: { amount: '1', currency: 'USD' }, at, held: [], through: 0 });
