/** WORKDIR: makes the directory, and those above it that are missing; and again where RUN needs it. */

import { type ByteString, fromText } from '../../filesystem/byte-string.ts';
import { cleanPath, lookup, pathNames } from '../../filesystem/lookup.ts';
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

/**
 * The directory that RUN begins in, made by root where it is missing, and its real path. runc makes it as the
 * config has it, name by name: on the way to `/a/b/../c` there must be an `/a/b`.
 * @throws CopyError `copy-destination-blocked` when a file is in the way.
 */
export function makeCurrentDirectory(
  tree: Tree,
  path: string,
  now: bigint,
): { readonly tree: Tree; readonly path: ByteString } {
  const written = fromText(path);
  const found = lookup(tree, written);
  if (found.outcome === 'found') return { tree, path: found.path };
  const owner = { uid: 0, gid: 0 };
  let made = tree;
  let at: ByteString = '';
  for (const name of pathNames(written)) {
    at += `/${name}`;
    made = makeDirectories(made, realPath(made, at), { mode: 0o755, owner, now });
  }
  return { tree: made, path: realPath(made, at) };
}
