import type { Reply } from '../adapter.ts';
import { beginningOf } from '../wire/reply.ts';

const SAMPLE_LENGTH = 200;

/** Whether the status is one of 200 to 299. */
export function isSuccess({ status }: Pick<Reply, 'status'>): boolean {
  return status >= 200 && status < 300;
}

/** The beginning of a reply, on one line: what an error shows of it. Of a long reply nothing is joined. */
export function sampleOf(reply: Reply): string {
  const head = reply.parts ? beginningOf(reply.parts) : reply.text;
  return head.slice(0, 1000).replace(/\s+/g, ' ').slice(0, SAMPLE_LENGTH);
}
