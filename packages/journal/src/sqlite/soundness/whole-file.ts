import type { DatabaseSync } from 'node:sqlite';
import { sumQuestions } from '../counts/sums.ts';
import { damaged } from '../file/errors.ts';
import { WRITES } from './writes.ts';

/** What one value tells of the whole file. */
export interface Question {
  readonly sql: string;
  readonly sound: string | number;
  /** What is wrong where another value comes; absent: sums, which are made anew. */
  readonly otherwise?: string;
}

/** Of a file of any schema. Not the quick one: an index that lacks an entry no longer forbids a second purchase. */
export const pages: Question = {
  sql: 'PRAGMA integrity_check(1)',
  sound: 'ok',
  otherwise: 'its pages are not what they were',
};

const ROWS = ['event', 'attempt', 'want', 'anchor'].map((table) => `(SELECT count(*) FROM ${table})`);

/** Of an up-to-date file. */
export const contents: readonly Question[] = [
  {
    sql: `SELECT EXISTS (SELECT 1 FROM attempt WHERE NOT json_valid(record)
      UNION ALL SELECT 1 FROM event WHERE NOT json_valid(body)
      UNION ALL SELECT 1 FROM anchor WHERE NOT json_valid(body))`,
    sound: 0,
    otherwise: 'a text in it is garbled',
  },
  {
    // Rows are never deleted and their numbers have no gaps: a gap is a page of another time.
    sql: `SELECT ${ROWS.join(' + ')} = (${WRITES})`,
    sound: 1,
    otherwise: 'rows are missing in it',
  },
  ...sumQuestions.map((sql) => ({ sql, sound: 1 })),
];

/**
 * SQLite has no checksums on its pages, so what it cannot notice is looked at, too. Each question reads the
 * whole of something, and holds the event loop meanwhile.
 *
 * @returns Whether the sums add up.
 * @throws {NumrouteError} INVALID_INPUT The file is damaged.
 */
export function ask(database: DatabaseSync, file: string, questions: readonly Question[]): boolean {
  return questions.every((question) => {
    const [answer] = Object.values(database.prepare(question.sql).get() ?? {});
    return judge(file, question, answer);
  });
}

/**
 * @returns Whether the sums add up, where it is about sums.
 * @throws {NumrouteError} INVALID_INPUT The file is damaged.
 */
export function judge(file: string, { sound, otherwise }: Question, answer: unknown): boolean {
  if (answer === sound) return true;
  if (otherwise === undefined) return false;
  throw damaged(file, otherwise);
}
