import { inspect } from 'node:util';

const MASK = '[secret]';

/** Holds the key so that logging, inspecting or serialising whatever holds it shows nothing. */
export class Secret {
  readonly #value: string;

  static {
    // Not a computed method: isolated declarations cannot name one.
    Object.defineProperty(Secret.prototype, inspect.custom, { value: () => MASK });
  }

  constructor(value: string) {
    this.#value = value;
  }

  /** The one way out; called where the request is put together, and nowhere else. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }
}
