/** Files that come with Drydock, read from its `public/` folder: bundled images and the busybox module. */
import { readFile } from 'node:fs/promises';

const folder = new URL('../../public/', import.meta.url);

/** `path` is like `images/catalog.json`. */
export async function readPackagedFile(path: string): Promise<Uint8Array> {
  const bytes = await readFile(new URL(path, folder));
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
