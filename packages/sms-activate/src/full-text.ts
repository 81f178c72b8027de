import { type Message, type OrderReport, saysNothing } from '@numroute/core';
import { isSuccess, type Reply, type RequestDescription, type Send } from '@numroute/http';
import { detailsIn } from './orders.ts';
import type { Profile } from './profile.ts';
import { readBody, wordsOf } from './reply.ts';

/** How many orders' texts are remembered, so that each is asked for once. */
const MEMORY = 1000;

/**
 * Completes the code that a status tells with the SMS it came in. What is found is told the same way
 * ever after: a message that grew a text later would look like another one.
 */
interface FullTexts {
  complete(send: Send, report: OrderReport): Promise<OrderReport>;
}

export function createFullTexts(profile: Profile, describe: (id: string) => RequestDescription): FullTexts {
  const told = new Map<string, Message>();
  return {
    async complete(send, report) {
      const { id } = report;
      const message = report.messages.at(-1);
      if (report.awaits || message?.code === undefined || message.text !== undefined) {
        // Waiting for a further SMS: what comes next is new, even with the same code.
        told.delete(id);
        return report;
      }
      const { code } = message;
      const known = told.get(id);
      const whole = known?.code === code ? known : await ask(send, describe(id), code, profile);
      told.delete(id);
      told.set(id, whole);
      const [oldest] = told.keys();
      if (told.size > MEMORY && oldest !== undefined) told.delete(oldest);
      return { ...report, messages: [...report.messages.slice(0, -1), whole] };
    },
  };
}

/** The code alone where the text cannot be had: it is what was paid for, and must not wait for more. */
async function ask(
  send: Send,
  request: RequestDescription,
  code: string,
  profile: Profile,
): Promise<Message> {
  const found = await send(request).then(
    (reply) => textsIn(reply, profile),
    () => [],
  );
  const fitting = found.findLast((message) => message.code === code || message.text?.includes(code));
  return { ...fitting, code };
}

function textsIn(reply: Reply, profile: Profile): readonly Message[] {
  if (!isSuccess(reply)) return [];
  const body = readBody(reply);
  const [said] = body.kind === 'text' ? wordsOf(body) : [];
  if (said?.word === 'FULL_SMS') return said.rest && !saysNothing(said.rest) ? [{ text: said.rest }] : [];
  return detailsIn(body, profile) ?? [];
}
