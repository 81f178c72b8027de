import { isDeepStrictEqual } from 'node:util';
import { type Capability, can, NumrouteError } from '@numroute/core';
import type { Case } from '../stage/case.ts';
import { check, same } from '../stage/checks.ts';
import { buy, buyDelivered, needsOf, reads } from '../stage/moves.ts';

export const manifestCases: readonly Case[] = [
  {
    id: 'manifest/frozen',
    clause: 'C1',
    title: 'the manifest is frozen to its depth, survives JSON, and never changes',
    async run(stage) {
      const { provider } = stage;
      const { manifest } = provider;
      const before = JSON.stringify(manifest);
      check(isFrozen(manifest), 'the manifest, or an object in it, is not frozen');
      check(isDeepStrictEqual(JSON.parse(before), manifest), 'the manifest does not survive JSON');
      await buy(stage);
      check(provider.manifest === manifest, 'the manifest became another object');
      same(JSON.stringify(provider.manifest), before, 'the manifest after a purchase');
    },
  },
  {
    id: 'manifest/facts',
    clause: 'C2',
    title: 'id, version, limits, traits and timing are what their types and units say',
    async run({ provider: { manifest } }) {
      const { id, apiVersion, limits, traits, timing } = manifest;
      check(/^[a-z0-9-]{1,50}$/.test(id), `id: expected lower-case letters, digits and dashes, got ${id}`);
      same(apiVersion, 1, 'apiVersion');
      for (const name of ['requests', 'perMs', 'concurrent'] as const) {
        const count = limits[name];
        check(Number.isSafeInteger(count) && count >= 1, `limits.${name}: expected a whole number above 0`);
      }
      for (const name of ['priceGuard', 'refundsOnCancel'] as const) {
        same(typeof traits[name], 'boolean', `type of traits.${name}`);
      }
      check(
        traits.stock === 'exact' || traits.stock === 'estimate',
        'traits.stock: expected exact or estimate',
      );
      const { charges = 'purchase', messages = 'one' } = traits;
      check(
        charges === 'purchase' || charges === 'delivery',
        'traits.charges: expected purchase or delivery',
      );
      check(messages === 'one' || messages === 'many', 'traits.messages: expected one or many');
      check(
        traits.free === undefined || traits.free === true,
        'traits.free: expected true, or to be left out',
      );
      const times = [timing.pollMs, timing.cancelAfterMs ?? 0, timing.lifetimeMs ?? 1];
      check(
        times.every((ms) => Number.isFinite(ms) && ms >= 0),
        'timing: expected milliseconds',
      );
      check(timing.pollMs > 0, 'timing.pollMs: expected milliseconds above 0');
    },
  },
  ...reads
    .filter((read) => needsOf(read).length > 0)
    .map((read): Case => {
      const capability = read.operation as Capability;
      return {
        id: `capability/${capability}`,
        clause: 'C3',
        title: `${capability} is there, so it works`,
        needs: [capability],
        async run(stage) {
          const ask = await read.prepare(stage);
          check(can(stage.provider, capability), `${capability} is no function`);
          try {
            await ask(stage.provider, stage.call.signal);
          } catch (error) {
            const what = NumrouteError.is(error) ? error.code : String(error);
            check(false, `${capability} is there but rejects with ${what}; leave out what the vendor lacks`);
          }
        },
      };
    }),
  {
    id: 'capability/absent',
    clause: 'C3',
    title: 'what the vendor lacks is no method at all: neither null nor a stub',
    async run(stage) {
      await buyDelivered(stage);
      const { provider } = stage;
      for (const { operation } of reads) {
        const kind = typeof provider[operation];
        check(
          kind === 'function' || kind === 'undefined',
          `${operation}: expected a method or nothing, got ${kind}`,
        );
      }
    },
  },
];

function isFrozen(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isFrozen);
}
