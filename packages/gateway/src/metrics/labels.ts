const MOST_SERVICES = 300;

/** Services as labels: so many of them by name, as they come first; the rest together. */
export function serviceLabels(most: number = MOST_SERVICES): (service: string) => string {
  const known = new Set<string>();
  return (service) => {
    if (known.has(service)) return service;
    if (known.size >= most) return 'other';
    known.add(service);
    return service;
  };
}
