/**
 * Files that are there whole or not at all: written beside their place under a name of their own, then renamed.
 * Two processes that write the same file at once both succeed; a crash of theirs leaves only a temporary file.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const temporaryPrefix = '.writing-';
/** A temporary file that old belongs to nobody any more. */
const abandonedAfter = 24 * 3600 * 1000;

/**
 * Puts the pieces into the file; its folder is made when it isn't there. `isChecked`: whoever reads the file notices
 * when it is not whole, so it needs not be on the disk before it has its name, which is what takes the time.
 */
export async function writeFileWhole(
  path: string,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  { isChecked = false }: { readonly isChecked?: boolean } = {},
): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `${temporaryPrefix}${process.pid}-${randomBytes(6).toString('hex')}`);
  try {
    const file = await open(temporary, 'wx');
    try {
      for await (const piece of pieces) await file.writeFile(piece);
      if (!isChecked) await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Takes away what crashed writers left in a folder. */
export async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(temporaryPrefix)) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > abandonedAfter) await rm(path, { force: true });
  }
}
