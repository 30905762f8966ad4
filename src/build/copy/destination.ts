/**
 * Where a copy goes: the destination's text made absolute, symbolic links in the tree followed, missing
 * directories made, as BuildKit's file operations do it (fsutil's `MkdirAll` over containerd's `fs.RootPath`).
 */
import { type ByteString, fromText, toText } from '../../filesystem/byte-string.ts';
import { cleanPath, lookup, parentPath } from '../../filesystem/lookup.ts';
import type { Tree } from '../../filesystem/tree.ts';
import { TreeBuilder } from '../../filesystem/tree-builder.ts';
import type { Owner } from '../owner.ts';
import { CopyError } from './copy-error.ts';

export interface Destination {
  /** Absolute and clean, links not followed. */
  readonly path: ByteString;
  /** Written as a directory: with a slash at the end, as `.` or as nothing. */
  readonly isDirectory: boolean;
}

/** A destination as it is written (expanded), relative to the working directory. */
export function parseDestination(written: string, workdir: string): Destination {
  const path = cleanPath(fromText(written.startsWith('/') ? written : `${workdir}/${written}`));
  return { path, isDirectory: written === '' || written === '.' || /\/\.?$/.test(written) };
}

/**
 * The path that a clean absolute path really names in the tree; what is missing stays as it is written.
 * @throws CopyError `copy-destination-blocked` for a loop of links.
 */
export function realPath(tree: Tree, path: ByteString): ByteString {
  const found = lookup(tree, path);
  switch (found.outcome) {
    case 'found':
    case 'missing':
      return found.path;
    case 'not-a-directory':
      throw notADirectory(found.path, `lstat ${toText(found.below ?? found.path)}`);
    case 'too-many-links':
      throw new CopyError(
        'copy-destination-blocked',
        'too many links',
        `${toText(found.path)} is a symbolic link that leads round in a circle. Copy to another place.`,
      );
    case 'name-too-long':
      throw new CopyError(
        'copy-destination-blocked',
        `mkdir ${toText(found.path)}: file name too long`,
        'A name has at most 255 bytes, a path 4096.',
      );
  }
}

export interface NewDirectories {
  /** 0 to 0o7777; only permission bits without those of the umask 022 are used. */
  readonly mode: number;
  readonly owner: Owner;
  /** Nanoseconds since the Unix epoch. */
  readonly now: bigint;
}

/**
 * The tree with a directory at a path that `realPath` gave; missing ones above are made alike.
 * @throws CopyError `copy-destination-blocked` when a file is in the way.
 */
export function makeDirectories(tree: Tree, path: ByteString, { mode, owner, now }: NewDirectories): Tree {
  const missing: ByteString[] = [];
  let at = path;
  let found = lookup(tree, at);
  while (found.outcome !== 'found') {
    if (found.outcome !== 'missing') throw notADirectory(found.path);
    missing.push(at);
    at = parentPath(at);
    found = lookup(tree, at);
  }
  if (found.node.type !== 'directory') throw notADirectory(at);
  if (missing.length === 0) return tree;
  const builder = new TreeBuilder(tree);
  // Making an entry is what gives a directory its time.
  builder.putDirectory(found.path, { ...found.node, mtime: now });
  for (const directory of missing.reverse()) {
    builder.putDirectory(directory, { mode: mode & 0o755, uid: owner.uid, gid: owner.gid, mtime: now });
  }
  return builder.finish();
}

/** `act`: what the builder was about when it met the file. */
function notADirectory(path: ByteString, act = `mkdir ${toText(path)}`): CopyError {
  const shown = toText(path);
  return new CopyError(
    'copy-destination-blocked',
    `${act}: not a directory`,
    `${shown} is a file in the image, so nothing can be put below it. Copy to another place, or remove it before.`,
  );
}
