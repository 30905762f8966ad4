/** What Docker counts as a layer's size, in `docker history`, `docker images` and `docker inspect`. */
import type { TarEntry } from './tar-reader.ts';

/**
 * Bytes of all files in a layer, each inode once: not those of the tar around them. Docker 28 with the overlay2 store
 * counts a layer that it pulled or loaded by what lies on its disk, link targets too, and one that it built by its
 * tar, where a link has no content.
 */
export function dockerLayerSize(entries: Iterable<TarEntry>, origin: 'base' | 'built'): number {
  let bytes = 0;
  for (const { type, content, linkName } of entries) {
    if (type === 'file') bytes += content.length;
    else if (type === 'symlink' && origin === 'base') bytes += linkName.length;
  }
  return bytes;
}
