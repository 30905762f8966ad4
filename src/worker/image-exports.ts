/** The built image on its way out of the page: as a `Blob` to be downloaded, or written into a file piece by piece. */
import type { Image } from '../image/image.ts';
import { exportFilesystem, exportImage } from '../image/image-export.ts';
import type { SnapshotCache } from '../image/snapshot.ts';
import type { Store } from '../store/store.ts';
import type { ExportFormat, Watch } from './protocol.ts';

export interface BuiltImage {
  readonly image: Image;
  readonly names: readonly string[];
}

export interface ExportGround {
  readonly store: Pick<Store, 'blobs'>;
  readonly snapshots: SnapshotCache;
}

async function* pieces(
  { image, names }: BuiltImage,
  format: ExportFormat,
  { store, snapshots }: ExportGround,
): AsyncGenerator<Uint8Array> {
  if (format !== 'filesystem') {
    yield* exportImage(image, store.blobs, { format, names });
    return;
  }
  yield* exportFilesystem(await snapshots.load(image.layers.map(({ digest }) => digest)));
}

/** Bytes that are made a `Blob` of their own together: one for each of a hundred thousand small pieces is slow. */
const part = 4 * 1024 ** 2;

/** In parts: a `Blob`'s bytes need not lie in memory, and the layers never all do at once. */
export async function exportBlob(
  built: BuiltImage,
  format: ExportFormat,
  ground: ExportGround,
): Promise<Blob> {
  const parts: Blob[] = [];
  let waiting: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const piece of pieces(built, format, ground)) {
    // The engine's arrays never lie in shared memory.
    waiting.push(piece as Uint8Array<ArrayBuffer>);
    size += piece.length;
    if (size < part) continue;
    parts.push(new Blob(waiting));
    waiting = [];
    size = 0;
  }
  return new Blob([...parts, ...waiting], { type: 'application/x-tar' });
}

/**
 * Into a file that the person chose (File System Access API). What was there before stays as it was when the export
 * fails or is stopped: the browser puts the new file in its place only at the end.
 */
export async function saveTo(
  file: FileSystemFileHandle,
  built: BuiltImage,
  format: ExportFormat,
  ground: ExportGround,
  { signal, onProgress }: Watch = {},
): Promise<void> {
  const total = built.image.layers.reduce((sum, { size }) => sum + size, 0);
  const writable = await file.createWritable();
  let current = 0;
  try {
    for await (const piece of pieces(built, format, ground)) {
      signal?.throwIfAborted();
      await writable.write(piece as Uint8Array<ArrayBuffer>);
      current += piece.length;
      onProgress?.({ current: Math.min(current, total), total, label: file.name });
    }
    await writable.close();
  } catch (error) {
    await writable.abort().catch(() => undefined);
    throw error;
  }
}
