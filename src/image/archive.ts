/**
 * Archives that `ADD` unpacks: recognised and put into a tree as BuildKit does it (moby's `archive.IsArchivePath`
 * and `Untar`), which is like a layer, without whiteouts.
 */
import type { Tree } from '../filesystem/tree.ts';
import { decompress } from './compression.ts';
import { ImageError } from './image-error.ts';
import { LayerApplication } from './layer-reader.ts';
import { blockSize, decodeHeader } from './tar-header.ts';
import { readTar, type TarEntry, type TarLimits } from './tar-reader.ts';

/**
 * The uncompressed tar that a file is, or undefined when it is none: what can't be decompressed or doesn't begin
 * with a tar header is a file like any other, and so is an empty archive.
 * @throws ImageError `limit` when it holds too much.
 */
export async function openArchive(
  bytes: Uint8Array,
  path: string,
  limit?: number,
): Promise<Uint8Array | undefined> {
  try {
    const tar = await decompress(bytes, { path, ...(limit === undefined ? {} : { limit }) });
    return startsWithEntry(tar) ? tar : undefined;
  } catch (error) {
    if (error instanceof ImageError && error.code !== 'limit') return undefined;
    throw error;
  }
}

/** Only the first header counts: an archive that is broken later is an archive, and an error. */
function startsWithEntry(tar: Uint8Array): boolean {
  return tar.length >= blockSize && decodeHeader(tar.subarray(0, blockSize), '') !== undefined;
}

/**
 * The tree with an uncompressed tar unpacked into it; `change` may rewrite each entry before (its owner, the
 * directory it goes to) or leave it out.
 * @throws ImageError when the archive is damaged, too large or refused.
 */
export function unpackArchive(
  tree: Tree,
  tar: Uint8Array,
  change: (entry: TarEntry) => TarEntry | undefined = (entry) => entry,
  limits?: TarLimits,
): Tree {
  const unpacking = new LayerApplication(tree, { whiteouts: false });
  for (const entry of readTar(tar, limits)) {
    const changed = change(entry);
    if (changed !== undefined) unpacking.add(changed);
  }
  return unpacking.finish();
}
