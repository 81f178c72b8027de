import { anotherWant, UnderKey } from '../buying/under-key.ts';
import type { Want } from '../quoting/want.ts';
import { type CodeParties, CodeSearch, type CodeWant } from './code-search.ts';
import { type CodeTerms, codePrintOf, type GotCode } from './code-terms.ts';

export interface CodesParties extends CodeParties {
  readonly newId: () => string;
}

/** Gets codes. Under one key it gets one: together, later, and after a restart. */
export class Codes {
  readonly #parties: CodesParties;
  readonly #calls = new UnderKey<GotCode>();

  constructor(parties: CodesParties) {
    this.#parties = parties;
  }

  /** @param wanted In canonical words. */
  async get(wanted: Want, terms: CodeTerms, signal: AbortSignal): Promise<GotCode> {
    signal.throwIfAborted();
    const { key } = terms.each;
    if (key === undefined) return await this.#begin(wanted, terms, signal);
    const print = codePrintOf(wanted, terms);
    return await this.#calls.run(key, print, signal, (stop) => this.#begin(wanted, terms, stop));
  }

  async #begin(wanted: Want, terms: CodeTerms, signal: AbortSignal): Promise<GotCode> {
    const want = await this.#opened(wanted, terms);
    return await new CodeSearch(this.#parties, want, signal).run();
  }

  async #opened(wanted: Want, terms: CodeTerms): Promise<CodeWant> {
    const { runtime, newId } = this.#parties;
    const { journal, clock } = runtime;
    const { key, buyer } = terms.each;
    const id = newId();
    if (key === undefined && buyer === undefined) return { id, wanted, terms };
    const print = codePrintOf(wanted, terms);
    const record = { print, kind: 'code', at: clock.now(), ...(buyer !== undefined && { buyer }) } as const;
    const known = await journal.openWant({ ...record, id, ...(key !== undefined && { key }) });
    if (known.print !== print) throw anotherWant(key ?? '');
    const second = `${known.id}#2`;
    // On the same buyer's account.
    if (terms.atOnce === 2 && !(await journal.findWant(second)))
      await journal.openWant({ ...record, id: second });
    return { id: known.id, wanted, terms };
  }
}
