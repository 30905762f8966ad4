/**
 * What a run looks at of its root filesystem: the names it asks for, there or not, and the directories it lists. A run
 * is a pure function of that, of its request and of the clock, so that whoever changes nothing of it changes nothing
 * of the run. Times and link counts of directories are not counted, as they are not in any cache key; neither are
 * statistics of the whole filesystem (statfs(2)).
 */
import type { ByteString } from '../filesystem/byte-string.ts';
import type { DirectoryInode } from '../filesystem/inode.ts';

/** Plain data: absolute paths of the filesystem as it was before the run. */
export interface Observed {
  /** Looked up, whether there was something or not; every directory on the way too. */
  readonly names: readonly ByteString[];
  /** Directories whose entries were listed, or counted. */
  readonly listed: readonly ByteString[];
}

/** More names than this are not kept: then nothing is known of the run. */
const mostNames = 20_000;

interface Looked {
  readonly path: ByteString;
  readonly names: Set<ByteString>;
  isListed: boolean;
}

export class Observation {
  readonly #directories = new Map<DirectoryInode, Looked>();
  #count = 0;
  #lost = false;

  look(directory: DirectoryInode, name: ByteString): void {
    if (this.#lost) return;
    const { names } = this.#of(directory);
    if (names.has(name)) return;
    names.add(name);
    if (++this.#count > mostNames) this.giveUp();
  }

  list(directory: DirectoryInode): void {
    if (!this.#lost) this.#of(directory).isListed = true;
  }

  /** From here on paths don't say any more where things were before the run: a directory was moved. */
  giveUp(): void {
    this.#lost = true;
    this.#directories.clear();
  }

  /** Undefined when it was more than is kept, or can't be told. */
  result(): Observed | undefined {
    if (this.#lost) return undefined;
    const names: ByteString[] = [];
    const listed: ByteString[] = [];
    for (const looked of this.#directories.values()) {
      if (looked.isListed) listed.push(looked.path === '' ? '/' : looked.path);
      for (const name of looked.names) names.push(`${looked.path}/${name}`);
    }
    return { names, listed };
  }

  #of(directory: DirectoryInode): Looked {
    const known = this.#directories.get(directory);
    if (known !== undefined) return known;
    let path = '';
    for (let at = directory; at.parent !== at; at = at.parent) path = `/${at.name}${path}`;
    const looked: Looked = { path, names: new Set(), isListed: false };
    this.#directories.set(directory, looked);
    return looked;
  }
}
