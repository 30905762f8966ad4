/** ADD of an archive: unpacked into a directory as if that were the root, so that no link in it leads out. */
import type { ByteString } from '../../filesystem/byte-string.ts';
import { toText } from '../../filesystem/byte-string.ts';
import { cleanPath, nodeAt, parentPath } from '../../filesystem/lookup.ts';
import type { Tree } from '../../filesystem/tree.ts';
import { TreeBuilder } from '../../filesystem/tree-builder.ts';
import { unpackArchive } from '../../image/archive.ts';
import { ImageError } from '../../image/image-error.ts';
import type { Owner } from '../owner.ts';
import { CopyError } from './copy-error.ts';
import type { SelectedSource } from './selection.ts';

export interface UnpackOptions {
  /** Takes the place of the archive's owners. */
  readonly owner: Owner | undefined;
  /** Nanoseconds since the Unix epoch. */
  readonly now: bigint;
  /** The archive, for errors. */
  readonly source: SelectedSource;
}

/**
 * The tree with an uncompressed tar unpacked into the directory at a clean path.
 * @throws CopyError `archive-damaged`.
 */
export function unpackInto(
  tree: Tree,
  tar: Uint8Array,
  directory: ByteString,
  { owner, now, source }: UnpackOptions,
): Tree {
  const target = nodeAt(tree, directory);
  if (target?.type !== 'directory') return tree;
  const described = new Set<ByteString>();
  const unpacked = unpackOrThrow(source, () =>
    unpackArchive({ root: { ...target, mtime: now } }, tar, (entry) => {
      described.add(cleanPath(entry.name));
      const mtime = boundTime(entry.mtime);
      return owner === undefined ? { ...entry, mtime } : { ...entry, mtime, uid: owner.uid, gid: owner.gid };
    }),
  );
  const { root } = touchImplied(unpacked, described, { root: target }, now);
  if (directory === '/') return { root };
  const builder = new TreeBuilder(tree);
  builder.put(directory, root);
  return builder.finish();
}

/** Times that 64 bits of nanoseconds don't hold, and those before 1970, become 1970 (moby's `boundTime`). */
function boundTime(mtime: bigint): bigint {
  return mtime < 0n || mtime >= 1n << 63n ? 0n : mtime;
}

/** Directories that the archive needs and doesn't describe are made by the copy, so they get its time. */
function touchImplied(unpacked: Tree, described: ReadonlySet<ByteString>, before: Tree, now: bigint): Tree {
  const builder = new TreeBuilder(unpacked);
  const seen = new Set<ByteString>();
  for (const path of described) {
    for (let at = parentPath(path); at !== '/' && !seen.has(at); at = parentPath(at)) {
      seen.add(at);
      if (described.has(at) || nodeAt(before, at) !== undefined) continue;
      const node = nodeAt(unpacked, at);
      if (node?.type === 'directory') builder.putDirectory(at, { ...node, mtime: now });
    }
  }
  return builder.finish();
}

function unpackOrThrow(source: SelectedSource, unpack: () => Tree): Tree {
  try {
    return unpack();
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    throw new CopyError(
      'archive-damaged',
      error.message,
      `ADD unpacks archives, and ${toText(source.path)} is damaged or holds what can't be unpacked. ` +
        'Make it again, or use COPY, or ADD --unpack=false, to copy it as it is.',
      source.source,
    );
  }
}
