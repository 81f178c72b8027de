import {
  type Likeness,
  NumrouteError,
  type Probe,
  type ProbeReply,
  type ProviderPlugin,
  systemClock,
} from '@numroute/core';
import { type Asker, type AskerKey, createAsker } from '@numroute/http';
import { refusePlainHttp } from '../config/plain-http.ts';

/** A package and what it exports. */
export interface Candidate {
  readonly name: string;
  readonly plugin: ProviderPlugin;
}

export interface Found extends Likeness {
  /** The package. */
  readonly plugin: string;
  readonly url: string;
}

export interface Detection {
  /** The likeliest first. */
  readonly found: readonly Found[];
  /** How many questions were asked. */
  readonly asked: number;
  /** Where nothing was recognised: what came instead, the same for every question or not. */
  readonly instead: readonly string[];
}

interface DetectionOptions {
  readonly address: string;
  readonly candidates: readonly Candidate[];
  readonly key?: string;
  readonly allowInsecureHttp: boolean;
  readonly signal: AbortSignal;
  readonly onProbe?: (asked: number) => void;
}

/** A key of nobody's: long enough to be one. */
const WRONG_KEY = 'numroute-detect-00000000000000000000';
/** Between two questions to a stranger's server: a dozen rapid ones were refused by one site. */
const PAUSE_MS = 400;
/** A recognition that never stops asking is broken. */
const MOST = 60;

const order = { sure: 0, likely: 1, possible: 2 } as const;

/**
 * Asks a host what it speaks, one question at a time, and only such as read.
 *
 * @throws {NumrouteError} INVALID_INPUT The address is wrong. UNAVAILABLE Nobody answers there.
 */
export async function detect(options: DetectionOptions): Promise<Detection> {
  const { candidates, address, key } = options;
  const paths = isBare(address) ? pathsOf(candidates) : [''];
  const found: Found[] = [];
  const instead: string[] = [];
  const replies: (ProbeReply | NumrouteError)[] = [];
  let asked = 0;
  for (const path of paths) {
    const url = path === '' ? address : new URL(path, address).href;
    const { allowInsecureHttp } = options;
    if (!allowInsecureHttp) refusePlainHttp(url, '<base-url>', 'the key and the codes');
    const asker = createAsker({
      baseUrl: url,
      allowInsecureHttp,
      secrets: key === undefined ? [] : [key],
      warn: () => {},
    });
    const line = lineTo(asker, options, () => {
      asked += 1;
      options.onProbe?.(asked);
    });
    try {
      for (const candidate of candidates) found.push(...(await recognise(candidate, url, line, options)));
      instead.push(...line.instead);
      replies.push(...line.replies);
    } finally {
      asker.close();
    }
    if (found.length > 0) break;
  }
  const [first] = replies;
  // Nothing but redirects: the address is wrong, and the error says where it leads.
  if (NumrouteError.is(first) && replies.every((reply) => NumrouteError.is(reply))) throw first;
  found.sort((a, b) => order[a.sureness] - order[b.sureness]);
  return { found, asked, instead: [...new Set(instead)] };
}

function isBare(address: string): boolean {
  const { pathname, search } = URL.parse(address) ?? { pathname: 'none', search: '' };
  return pathname === '/' && search === '';
}

function pathsOf(candidates: readonly Candidate[]): readonly string[] {
  const usual = candidates.flatMap(({ plugin }) => plugin.recognition?.paths ?? []);
  return [...new Set(usual)];
}

interface Line {
  readonly instead: readonly string[];
  /** Of what was answered. */
  readonly replies: readonly (ProbeReply | NumrouteError)[];
  ask(probe: Probe): Promise<ProbeReply | null>;
}

/** @throws {NumrouteError} UNAVAILABLE The first question found nobody. */
function lineTo(asker: Asker, { key, signal }: DetectionOptions, count: () => void): Line {
  const instead: string[] = [];
  const replies: (ProbeReply | NumrouteError)[] = [];
  let isFirst = true;
  return {
    instead,
    replies,
    async ask({ key: whose, keyIn, name: _, ...request }) {
      if (!isFirst && !asker.isLocal) await systemClock.sleep(PAUSE_MS, signal);
      const value = whose === 'own' ? key : whose === 'wrong' ? WRONG_KEY : undefined;
      const credentials: AskerKey | undefined = value === undefined ? undefined : { auth: keyIn, value };
      count();
      try {
        const reply = await asker.ask(request, signal, credentials);
        instead.push(kindOf(reply));
        replies.push(reply);
        return reply;
      } catch (error) {
        if (!NumrouteError.is(error, 'UNAVAILABLE')) throw error;
        // Some sites redirect whatever they do not know: somebody is there, and may know the next question.
        if (isFirst && error.details.vendorWord === undefined) throw error;
        instead.push(error.message);
        replies.push(error);
        return null;
      } finally {
        isFirst = false;
      }
    },
  };
}

function kindOf({ status, text }: ProbeReply): string {
  if (text === '') return `nothing (HTTP ${status})`;
  if (!text.startsWith('<')) return `HTTP ${status}, ${text.slice(0, 80)}`;
  return status === 403 || status === 429 || status === 503
    ? `a page that turns programs away (HTTP ${status})`
    : `a web page (HTTP ${status})`;
}

async function recognise(
  { name, plugin }: Candidate,
  url: string,
  line: Line,
  { key }: DetectionOptions,
): Promise<readonly Found[]> {
  const { recognition } = plugin;
  if (!recognition) return [];
  const answers = new Map<string, ProbeReply | null>();
  const sighting = { url, hasKey: key !== undefined, answers };
  for (;;) {
    const next = recognition.ask(sighting).filter((probe) => !answers.has(probe.name));
    if (next.length === 0 || answers.size + next.length > MOST) break;
    // No plugin gets the user's key to a host that it did not recognise without.
    const mayUseKey = key !== undefined && recognition.judge(sighting).length > 0;
    for (const probe of next) {
      answers.set(probe.name, probe.key === 'own' && !mayUseKey ? null : await line.ask(probe));
    }
  }
  return recognition.judge(sighting).map((likeness) => ({ ...likeness, plugin: name, url }));
}
