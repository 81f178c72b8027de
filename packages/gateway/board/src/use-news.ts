import { useCallback, useEffect, useState } from 'preact/hooks';
import { useSpeech } from './languages.ts';
import type { Order } from './resources.ts';

export interface News {
  /** For a live region: the last thing that happened. */
  readonly said: string;
  readonly tell: (now: Order, before: Order | undefined) => void;
}

/** Says what happened to orders, to whoever hears the page; an unseen page says it in its title. */
export function useNews(names: ReadonlyMap<string, string>): News {
  const { words, formats } = useSpeech();
  const [said, setSaid] = useState('');

  const tell = useCallback(
    (now: Order, before: Order | undefined) => {
      const what = `${names.get(now.service) ?? now.service} ${formats.country(now.country) ?? now.country}`;
      const code = now.messages.at(-1)?.code;
      const isNewMessage = now.messages.length > (before?.messages.length ?? 0);
      if (isNewMessage && code !== undefined) {
        setSaid(words.arrived(code, what));
        if (document.hidden) document.title = `${code} – numroute`;
      } else if (before?.phone === undefined && now.phone !== undefined && now.status === 'open') {
        setSaid(words.bought(what, now.phone));
      } else if (before && before.status !== now.status) {
        setSaid(words.changed(what, words.status[now.status]));
      }
    },
    [names, words, formats],
  );

  useEffect(() => {
    const seen = (): void => {
      if (!document.hidden) document.title = 'numroute';
    };
    document.addEventListener('visibilitychange', seen);
    return () => document.removeEventListener('visibilitychange', seen);
  }, []);
  return { said, tell };
}
