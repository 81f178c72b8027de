import { OPERATOR_TOKEN } from './gateway.ts';

/** One line of an exposition. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What a gateway tells Prometheus. */
export interface Scrape {
  readonly text: string;
  readonly samples: readonly Sample[];
  /** The sum of what has such labels; undefined where nothing has. */
  value(name: string, labels?: Readonly<Record<string, string>>): number | undefined;
}

export async function scrape(url: string, token: string = OPERATOR_TOKEN): Promise<Scrape> {
  const reply = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  return scraped(await reply.text());
}

export function scraped(text: string): Scrape {
  const samples = text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line): Sample => {
      const [, name = '', inner = '', value = ''] = /^([\w:]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      const labels = Object.fromEntries(
        [...inner.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', text = '']) => [label, text]),
      );
      return { name, labels, value: Number(value.replace('Inf', 'Infinity')) };
    });
  const value: Scrape['value'] = (name, labels = {}) => {
    const found = samples.filter(
      (sample) =>
        sample.name === name && Object.entries(labels).every(([label, one]) => sample.labels[label] === one),
    );
    return found.length === 0 ? undefined : found.reduce((sum, sample) => sum + sample.value, 0);
  };
  return { text, samples, value };
}
