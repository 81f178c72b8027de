import { type DestinationStream, type Logger, pino } from 'pino';

/**
 * Lines of JSON without a secret: no URL, no header, no body, no phone, no code. The censor is the
 * second net, for what a later line may carry.
 */
export function createLog(destination: DestinationStream, level: string = 'info'): Logger {
  return pino(
    {
      level,
      base: null,
      redact: {
        paths: [
          'token',
          'phone',
          'code',
          'text',
          'authorization',
          '*.token',
          '*.phone',
          '*.code',
          '*.text',
          '*.authorization',
        ],
        censor: '[redacted]',
      },
      serializers: {
        // A request's URL may hold a token; an error's own properties may hold a request.
        req: () => undefined,
        res: () => undefined,
        err: (error: unknown) =>
          error instanceof Error
            ? { type: error.name, message: error.message, stack: error.stack }
            : { type: typeof error },
      },
    },
    destination,
  );
}
