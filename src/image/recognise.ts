/**
 * What a file is by its first bytes, so that a page can ask what to do with it: whoever saves images writes their blobs
 * or their manifest first, and a root filesystem begins with its directories.
 */
import type { ByteSource } from './byte-source.ts';
import { ImageError } from './image-error.ts';
import { compressionOf, walkTar } from './tar-walk.ts';

/** So much of a compressed file is looked at; of a plain one only headers are read. */
const lookedAt = 4 * 1024 ** 2;
const mostEntries = 2000;

const imageFile =
  /^(?:\.\/)?(?:oci-layout|index\.json|manifest\.json|repositories|blobs(?:\/sha256(?:\/[0-9a-f]{64})?)?\/?|[0-9a-f]{64}(?:\.json|\.tar|\/|\/(?:layer\.tar|VERSION|json))?)$/;
/** No root filesystem of a system is without one of them. */
const rootFile = /^(?:\.\/|\/)?(?:etc\/(?:passwd|os-release)|bin\/sh|usr\/bin\/env)$/;
const rootDirectory =
  /^(?:\.\/|\/)?(bin|boot|dev|etc|home|lib|lib64|media|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|var)(?:\/|$)/;

/** Undefined for what is neither, also for what is damaged. */
export async function recognise(file: ByteSource): Promise<'image' | 'rootfs' | undefined> {
  const isPlain = (await compressionOf(file)) === 'none';
  const beginning: ByteSource = isPlain
    ? file
    : { ...file, stream: (start = 0, end = file.size) => file.stream(start, Math.min(end, lookedAt)) };
  const directories = new Set<string>();
  let isImage = false;
  let entries = 0;
  try {
    for await (const { header } of walkTar(beginning)) {
      entries++;
      isImage = entries === 1 ? imageFile.test(header.name) : isImage && imageFile.test(header.name);
      const [, directory] = rootDirectory.exec(header.name) ?? [];
      if (directory !== undefined) directories.add(directory);
      if (rootFile.test(header.name)) return 'rootfs';
      // The first two tell: a blobs directory alone could be anything.
      if ((isImage && entries >= 2) || directories.size >= 3 || entries >= mostEntries) break;
    }
  } catch (error) {
    // Cut short on purpose.
    if (!(error instanceof ImageError)) throw error;
  }
  if (isImage) return 'image';
  return directories.size >= 3 ? 'rootfs' : undefined;
}
