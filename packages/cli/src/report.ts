import { NumrouteError } from '@numroute/core';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import { exact } from './format.ts';
import { type Io, printJson, tame } from './io.ts';
import { wrap } from './table.ts';

/** Says what went wrong and what to do, and picks the exit code. */
export function report(io: Io, error: unknown, json: boolean): number {
  const code = io.signal.aborted && error === io.signal.reason ? EXIT.noCode : exitCodeOf(error);
  const lines = code === EXIT.noCode ? ['Stopped.'] : linesOf(error, io);
  io.stderr.write(`${lines.join('\n')}\n`);
  if (json) {
    const known = NumrouteError.is(error) ? error.code : 'UNEXPECTED';
    const message = error instanceof Error ? error.message : String(error);
    printJson(io, { error: { code: known, message, exitCode: code } });
  }
  return code;
}

function linesOf(error: unknown, { env }: Io): string[] {
  if (!NumrouteError.is(error)) {
    const text =
      error instanceof Error ? ((env['NUMROUTE_DEBUG'] && error.stack) ?? error.message) : String(error);
    return [`numroute failed unexpectedly: ${text}`];
  }
  const said = wrap(tame(error.message, 600));
  switch (error.code) {
    case 'OUTCOME_UNKNOWN': {
      const { offer } = error.details;
      const where = offer ? `${offer.provider} (${exact(offer.price)})` : 'the vendor';
      return [
        ...said,
        ...wrap(
          `Money may have moved at ${where}. Look at your orders and balance there before you buy again; an order that nobody uses usually expires and is refunded.`,
        ),
      ];
    }
    case 'NO_OFFER':
      return [
        ...said,
        ...error.details.attempts.map(
          ({ offer, error: why }) => `  ${offer.provider}, ${exact(offer.price)}: ${tame(why.message)}`,
        ),
        ...error.details.excluded.map(
          ({ provider, why, count }) => `  ${provider}: ${count} left out (${why})`,
        ),
      ];
    default:
      return said;
  }
}
