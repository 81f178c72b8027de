import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Apart } from './bidi.tsx';
import { useSpeech } from './languages.ts';

interface RevokeDialogProps {
  readonly id: string;
  readonly onRevoke: () => void;
  readonly onClose: () => void;
}

/** Asks whether a client is really to go, because it is for ever. */
export function RevokeDialog({ id, onRevoke, onClose }: RevokeDialogProps): JSX.Element {
  const { words } = useSpeech();
  const dialog = useRef<HTMLDialogElement>(null);
  // Before anything is painted, so that no key is pressed in between.
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-labelledby="revoke-title" aria-describedby="revoke-word" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          dialog.current?.close();
          onRevoke();
        }}
      >
        <h2 id="revoke-title">
          <Apart>{words.revokeTitle(id)}</Apart>
        </h2>
        <p id="revoke-word">{words.revokeWord}</p>
        <div class="row end">
          <button type="button" class="quiet" onClick={() => dialog.current?.close()}>
            {words.back}
          </button>
          <button type="submit" class="primary">
            {words.revoke}
          </button>
        </div>
      </form>
    </dialog>
  );
}
