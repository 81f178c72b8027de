/** The vendor's ids of services, or of countries, by our names. */
export interface Ids {
  /** Our name; `<provider>:<id>` where there is none. */
  nameOf(id: string): string;
  /** Several where the vendor sells apart what is one to us; none that anybody knows of. */
  idsOf(name: string): readonly string[];
}

type Table = Readonly<Record<string, string>>;

/** What is known of the ids, the weakest first. */
export interface Sources {
  /** By our name. */
  readonly known: Table;
  /** Our name by the id, as the vendor's own list tells it; undefined for a name that is none of ours. */
  readonly listed: ReadonlyMap<string, string | undefined>;
  /** By our name, as the settings say: nothing else has the name then. */
  readonly own: Table;
}

export function createIds(provider: string, { known, listed, own }: Sources): Ids {
  const names = new Map(Object.entries(known).map(([name, id]) => [id, name]));
  for (const [id, name] of listed) {
    if (name === undefined) names.delete(id);
    else names.set(id, name);
  }
  for (const [id, name] of names) if (Object.hasOwn(own, name)) names.delete(id);
  for (const [name, id] of Object.entries(own)) names.set(id, name);

  const ids = Map.groupBy(names.keys(), (id) => names.get(id));
  const foreign = `${provider}:`;
  return {
    nameOf: (id) => names.get(id) ?? foreign + id,
    idsOf(name) {
      if (!name.startsWith(foreign)) return ids.get(name) ?? [];
      const id = name.slice(foreign.length);
      // What has a name of ours is called by it.
      return names.has(id) || id === '' ? [] : [id];
    },
  };
}
