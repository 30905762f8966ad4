/** WORKDIR: makes the directory, and those above it that are missing. */

import { fromText } from '../../filesystem/byte-string.ts';
import { cleanPath } from '../../filesystem/lookup.ts';
import type { Tree } from '../../filesystem/tree.ts';
import type { Owner } from '../owner.ts';
import { makeDirectories, realPath } from './destination.ts';

/**
 * The tree with a directory at an absolute path; the very same tree when it is there. New ones are 0755 and
 * belong to the USER (`resolveOwner`). `now`: nanoseconds since the Unix epoch.
 * @throws CopyError `copy-destination-blocked` when a file is in the way.
 */
export function makeWorkdir(tree: Tree, path: string, owner: Owner, now: bigint): Tree {
  return makeDirectories(tree, realPath(tree, cleanPath(fromText(path))), { mode: 0o755, owner, now });
}
