import { EventSourceParserStream } from 'eventsource-parser/stream';
import { type Api, Failure } from './api.ts';

export type Link = 'connecting' | 'live' | 'lost';

export interface Listener {
  readonly onLink: (link: Link) => void;
  /** Called at each start, because what happened before was not heard. */
  readonly onStart: () => void;
  readonly onEvent: (name: string, data: unknown) => void;
}

const LONGEST_PAUSE_MS = 15_000;
/** The server is heard from every 15 s; a link that is silent for longer is dead. */
const SILENCE_MS = 40_000;

/** Listens until the signal ends it: a link that breaks is made again, soon at first and then less often. */
export async function listen(api: Api, listener: Listener, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    listener.onLink(failures === 0 ? 'connecting' : 'lost');
    try {
      await hear(api, signal, {
        ...listener,
        onStart: () => {
          failures = 0;
          listener.onLink('live');
          listener.onStart();
        },
      });
    } catch (error) {
      if (error instanceof Failure && error.problem.code === 'UNAUTHORIZED') return;
    }
    failures += 1;
    listener.onLink('lost');
    await pause(Math.min(500 * 2 ** failures, LONGEST_PAUSE_MS), signal);
  }
}

async function hear(api: Api, signal: AbortSignal, { onStart, onEvent }: Listener): Promise<void> {
  const silence = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const heard = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), SILENCE_MS);
  };
  heard();
  try {
    const bytes = await api.events(AbortSignal.any([signal, silence.signal]));
    onStart();
    const counted = new TransformStream<BufferSource, BufferSource>({
      transform: (chunk, controller) => {
        heard();
        controller.enqueue(chunk);
      },
    });
    const events = bytes
      .pipeThrough(counted)
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream());
    for await (const { event = 'message', data } of events) onEvent(event, JSON.parse(data));
  } finally {
    clearTimeout(timer);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    // Whoever is back online or looks again does not wait.
    const now = (): void => {
      clearTimeout(timer);
      resolve();
    };
    addEventListener('online', now, { once: true, signal });
    document.addEventListener('visibilitychange', now, { once: true, signal });
    signal.addEventListener('abort', now, { once: true });
  });
}
