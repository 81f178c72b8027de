import { fastify } from 'fastify';
import { expect, test } from 'vitest';
import { Streams } from '../src/rest/streams.ts';

test('what is said after the end is not heard, and takes away nothing that was said before', async () => {
  const app = fastify();
  const streams = new Streams(app);
  app.get('/', async (_request, reply) => {
    const stream = streams.open('shop');
    stream.begin();
    stream.tell(1, 'end', { state: 'got' });
    stream.end();
    stream.tell(2, 'number', { nth: 2 });
    return await stream.answer(reply);
  });
  try {
    const reply = await fetch(await app.listen({ port: 0 }));
    expect(await reply.text()).toBe('retry: 2000\n\nid: 1\nevent: end\ndata: {"state":"got"}\n\n');
  } finally {
    await app.close();
  }
});
