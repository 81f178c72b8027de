import { identityOf, logOf, sharedIndexOf } from '../file/file.ts';
import { lockFile } from './lock.ts';
import { type Owner, ownerFile } from './owner.ts';

/** Whether the files that are open still are those at their paths, and ours. */
export interface Standing {
  /** What happened and what to do, in words; undefined: all is as it was. Costs a few looks at the folder. */
  trouble(): string | undefined;
  /** Why nobody will find what is written to the open file; undefined where it is at its path. */
  absence(): string | undefined;
}

const RESTART = 'stop this process, and start it again';

export function watchStanding(file: string, owner: Owner): Standing {
  const identity = identityOf(file);
  const beside = [logOf(file), sharedIndexOf(file), ownerFile(file), lockFile(file)].map(
    (name) => [name, identityOf(name)] as const,
  );
  const absence = (): string | undefined => {
    const found = identityOf(file);
    if (found === identity) return undefined;
    return found === undefined
      ? 'the file is gone from its path: it was deleted or moved, its folder was renamed, or its disk was replaced'
      : 'another file lies at its path';
  };
  return {
    absence,
    trouble: () => {
      const absent = absence();
      if (absent) {
        return `${absent}; put it back with the files beside it, or ${RESTART} and look for open orders on the vendors' sites`;
      }
      const lost = beside.find(([name, before]) => identityOf(name) !== before);
      if (lost) return `${lost[0]} was deleted or replaced; ${RESTART}`;
      if (owner.isNamed()) return undefined;
      return `another process has taken the journal over; ${RESTART} when the other one has ended`;
    },
  };
}
