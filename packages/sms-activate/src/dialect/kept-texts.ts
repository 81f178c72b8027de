import type { Offers } from '@numroute/core';

/** Long answers, as long as the list of offers lives that they were made of. */
export class KeptTexts {
  readonly #texts = new WeakMap<Offers, Map<string, Promise<readonly string[]>>>();

  /**
   * In parts, and the same ones for everybody.
   *
   * @param name Whatever else makes one answer another one.
   */
  async of(
    offers: Offers,
    name: string,
    write: () => Promise<readonly string[]>,
  ): Promise<readonly string[]> {
    const texts = this.#texts.get(offers) ?? new Map<string, Promise<readonly string[]>>();
    this.#texts.set(offers, texts);
    const known = texts.get(name);
    if (known) return await known;
    const text = write();
    texts.set(name, text);
    text.catch(() => texts.delete(name));
    return await text;
  }
}
