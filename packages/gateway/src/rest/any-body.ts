import type { FastifyInstance } from 'fastify';

/** For routes to which nothing is said: any body will do, and none. */
export function takeAnyBody(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, _body, done) => done(null));
}
