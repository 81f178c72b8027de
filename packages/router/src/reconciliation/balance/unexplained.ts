import type { Checkpoint } from '@numroute/journal';
import { explain, leftOver } from './compare.ts';
import { holds } from './spans.ts';
import type { Reading, Statement } from './statement.ts';

/**
 * The checkpoint that names what this reading leaves, where nothing explains the reading: money that moved
 * beside the attempts, and a refund that comes after it, may look like another story later. Undefined where
 * something explains it, or the checkpoint names just that already.
 */
export function withUnexplained(statement: Statement, reading: Reading): Checkpoint | undefined {
  const { checkpoint } = statement;
  const unexplained = checkpoint && statement.exclusive && leftOver(statement, reading);
  if (!unexplained || isExplained(statement, reading)) return undefined;
  if (JSON.stringify(unexplained) === JSON.stringify(checkpoint.unexplained)) return undefined;
  const named = { ...checkpoint, unexplained };
  const solutions = explain({ ...statement, checkpoint: named }, reading, 'pessimistic');
  // What was bought just before may explain it, where the balance lags behind.
  const isStray = typeof solutions !== 'string' && solutions.stray.low !== solutions.stray.high;
  return isStray ? named : undefined;
}

function isExplained(statement: Statement, reading: Reading): boolean {
  const solutions = explain(statement, reading, 'pessimistic');
  return typeof solutions === 'string' || solutions.possible.some((sum) => holds(sum, solutions.moved));
}
