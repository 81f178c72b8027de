import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { NumrouteError } from '@numroute/core';
import { failure } from '../file/errors.ts';
import { judge, type Question } from './whole-file.ts';

/** The whole of a journal is read in another thread. */
export interface WholeCheck {
  /**
   * Whether the sums add up.
   *
   * @throws {NumrouteError} INVALID_INPUT The file is damaged. UNAVAILABLE It could not be read. CLOSED It was stopped.
   */
  readonly verdict: Promise<boolean>;
  /** Resolves when nothing is read any more. What is being read by SQLite just now is read to its end. */
  stop(): Promise<void>;
}

/** As text, so that a bundler has no second file to find. It knows nothing of journals. */
const reader = `
  process.emitWarning = () => undefined;
  const { parentPort, workerData } = require('node:worker_threads');
  const { DatabaseSync } = require('node:sqlite');
  const { address, questions } = workerData;
  try {
    const database = new DatabaseSync(new URL(address), { readOnly: true, timeout: 2000 });
    const answers = questions.map((sql) => Object.values(database.prepare(sql).get() ?? {})[0]);
    database.close();
    parentPort.postMessage({ answers });
  } catch ({ message, errcode }) {
    parentPort.postMessage({ message, errcode });
  }
`;

type Told =
  | { readonly answers: readonly unknown[] }
  | { readonly message: string; readonly errcode: unknown };

/** Of an up-to-date file that says that it is in use: otherwise the reader is in the way of saying so. */
export function askAside(file: string, questions: readonly Question[]): WholeCheck {
  const address = pathToFileURL(file);
  address.searchParams.set('mode', 'ro');
  const worker = new Worker(reader, {
    eval: true,
    workerData: { address: address.href, questions: questions.map(({ sql }) => sql) },
  });
  const verdict = new Promise<boolean>((resolve, reject) => {
    const fail = (error: unknown): void => reject(failure(error, 'read', file));
    worker.once('message', (told: Told) => {
      if (!('answers' in told)) {
        fail(Object.assign(new Error(told.message), { errcode: told.errcode }));
        return;
      }
      try {
        resolve(questions.every((question, nth) => judge(file, question, told.answers[nth])));
      } catch (error) {
        reject(error);
      }
    });
    worker.once('error', fail);
    worker.once('exit', () => reject(new NumrouteError('CLOSED', 'the journal was closed', {})));
  });
  return {
    verdict,
    stop: async () => {
      await worker.terminate();
    },
  };
}
