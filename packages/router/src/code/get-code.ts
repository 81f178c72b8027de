import { openWant, type WantParties } from '../buying/open-want.ts';
import { UnderKey } from '../buying/under-key.ts';
import type { Want } from '../quoting/want.ts';
import { type CodeParties, CodeSearch } from './code-search.ts';
import { type CodeTerms, codePrintOf, type GotCode } from './code-terms.ts';

export interface CodesParties extends CodeParties, WantParties {
  readonly runtime: CodeParties['runtime'];
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
    const print = codePrintOf(wanted, terms);
    return await this.#calls.run(terms.each.key, print, signal, async (stop) => {
      const ids = await this.#opened(terms, print);
      return await new CodeSearch(this.#parties, { ids, wanted, terms }, stop).run();
    });
  }

  async #opened({ each, atOnce }: CodeTerms, print: string): Promise<readonly string[]> {
    const { id } = await openWant(this.#parties, each, print, 'code');
    // A want of its own, because the journal holds one live attempt of a want.
    const second = `${id}#2`;
    if (atOnce === 2 && each.buyer !== undefined) await this.#openFor(each.buyer, second, print);
    return [id, second].slice(0, atOnce);
  }

  /** So that what it buys counts for the same buyer. */
  async #openFor(buyer: string, id: string, print: string): Promise<void> {
    const { journal, clock } = this.#parties.runtime;
    if (!(await journal.findWant(id)))
      await journal.openWant({ id, print, kind: 'code', at: clock.now(), buyer });
  }
}
