// "Did you mean" for all the words of one Dockerfile.

import { suggest } from '../go-text.ts';

/** Names that are compared at most. A person's file has some hundred words to say it of, and some hundred names. */
const MAX_COMPARED = 1_000_000;

/** As BuildKit proposes names, until so many were compared that a file of only wrong words would never be done. */
export class Suggestions {
  #left = MAX_COMPARED;

  /** The nearest of the names, or undefined when none is near. */
  for(word: string, names: Iterable<string>): string | undefined {
    return this.#left > 0 ? suggest(word, this.#counted(names)) : undefined;
  }

  *#counted(names: Iterable<string>): Iterable<string> {
    for (const name of names) {
      this.#left--;
      yield name;
    }
  }
}
