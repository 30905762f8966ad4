/**
 * Files that are there whole or not at all: written beside their place under a name of their own, then renamed.
 * Two processes that write the same file at once both succeed; a crash of theirs leaves only a temporary file.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const temporaryPrefix = '.writing-';
/** A temporary file that old belongs to nobody any more. */
const abandonedAfter = 24 * 3600 * 1000;

/** Bytes that are written without giving way: less time than the turns of a thread pool for them would take. */
const writtenAtOnce = 1024 ** 2;

/** Puts the pieces into the file, and on the disk; its folder is made when it isn't there. */
export async function writeFileWhole(
  path: string,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<void> {
  await writeApart(path, pieces, { isOnDisk: true });
}

/**
 * As `writeFileWhole`, for a file of which the reader notices when it is not whole: it need not be on the disk before
 * it has its name, which is what takes the time.
 */
export async function writeCheckedFile(path: string, pieces: readonly Uint8Array[]): Promise<void> {
  const size = pieces.reduce((sum, { length }) => sum + length, 0);
  if (size <= writtenAtOnce) writeAtOnce(path, pieces);
  else await writeApart(path, pieces, { isOnDisk: false });
}

async function writeApart(
  path: string,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  { isOnDisk }: { readonly isOnDisk: boolean },
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = temporaryBeside(path);
  try {
    const file = await open(temporary, 'wx');
    try {
      for await (const piece of pieces) await file.writeFile(piece);
      if (isOnDisk) await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function writeAtOnce(path: string, pieces: readonly Uint8Array[]): void {
  const temporary = temporaryBeside(path);
  try {
    const file = openInFolder(temporary);
    try {
      for (const piece of pieces) writeFileSync(file, piece);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** A new file to write to. */
function openInFolder(path: string): number {
  try {
    return openSync(path, 'wx');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    mkdirSync(dirname(path), { recursive: true });
    return openSync(path, 'wx');
  }
}

function temporaryBeside(path: string): string {
  return join(dirname(path), `${temporaryPrefix}${process.pid}-${randomBytes(6).toString('hex')}`);
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
