import type { Dialect } from '@numroute/core';
import { createWorld, startSandbox } from '@numroute/testkit';
import { expect, test } from 'vitest';

test.each(['/v1', '/v1/', '/', ''])(
  'a dialect at %j serves everything below, and nothing beside',
  async (path) => {
    const dialect: Dialect = { id: 'rest', path, respond: async (request) => ({ body: request.path }) };
    await using sandbox = await startSandbox({
      world: createWorld({ currency: 'USD', offers: [] }),
      dialect,
    });
    const below = `${path.replace(/\/$/, '')}/user/check/7`;
    const reply = await fetch(`${sandbox.origin}${below}?a=1`, { method: 'DELETE' });
    expect([reply.status, await reply.text()]).toEqual([200, below]);
    const beside = await fetch(`${sandbox.origin}/v10/user`);
    expect(beside.status).toBe(path.startsWith('/v1') ? 404 : 200);
  },
);
