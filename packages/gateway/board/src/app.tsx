import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Api } from './api.ts';
import { Board } from './board.tsx';
import { languageOf, SpeechContext, speechOf } from './languages.ts';
import { session, tastes } from './session.ts';
import { SignIn } from './sign-in.tsx';

/** A token first, then the board; all of it in one language. */
export function App(): JSX.Element {
  const [tag, setTag] = useState(tastes.read('language'));
  const [token, setToken] = useState(session.token);
  const [wasRefused, setWasRefused] = useState(false);
  const speech = useMemo(() => speechOf(languageOf(tag)), [tag]);

  useEffect(() => {
    document.documentElement.lang = speech.tag;
    document.documentElement.dir = speech.direction;
  }, [speech]);

  const leave = (refused: boolean): void => {
    session.forget();
    setWasRefused(refused);
    setToken(undefined);
  };
  const enter = (given: string): void => {
    session.remember(given);
    setWasRefused(false);
    setToken(given);
  };
  const speak = (chosen: string): void => {
    tastes.keep('language', chosen);
    setTag(chosen);
  };
  const api = useMemo(() => (token === undefined ? undefined : new Api(token, () => leave(true))), [token]);

  return (
    <SpeechContext.Provider value={speech}>
      {api ? (
        <Board key={token} api={api} onLeave={() => leave(false)} onSpeak={speak} />
      ) : (
        <SignIn wasRefused={wasRefused} onToken={enter} onSpeak={speak} />
      )}
    </SpeechContext.Provider>
  );
}
