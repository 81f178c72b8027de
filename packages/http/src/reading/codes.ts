/** One vendor's codes of services, or of countries, by our names. */
export interface Codes {
  /** Our name; `<provider>:<code>` where there is none. */
  nameOf(code: string): string;
  /** Undefined: the vendor has none, as far as anybody knows. */
  codeOf(name: string): string | undefined;
}

/** @param table The vendor's codes by our names. Where two names have one code, the first is the code's name. */
export function codesOf(provider: string, table: Readonly<Record<string, string>>): Codes {
  const codes = new Map(Object.entries(table));
  const names = new Map([...codes].reverse().map(([name, code]) => [code, name]));
  const foreign = `${provider}:`;
  return {
    nameOf: (code) => names.get(code) ?? foreign + code,
    codeOf(name) {
      if (!name.startsWith(foreign)) return codes.get(name);
      const code = name.slice(foreign.length);
      // What has a name of ours is called by it.
      return names.has(code) || code === '' ? undefined : code;
    },
  };
}
