/** Writes what a build ends in: images and filesystems as tars, to files or standard output, and folders. */
import type { Writable } from 'node:stream';
import type { Tree } from '../filesystem/tree.ts';
import type { BlobStore } from '../image/blob-store.ts';
import type { Image } from '../image/image.ts';
import { exportFilesystem, exportImage } from '../image/image-export.ts';
import { writeFileWhole } from './atomic-file.ts';
import { writeLocalFolder } from './local-folder.ts';
import type { OutputOption } from './output-option.ts';

export interface Result {
  readonly image: Image;
  readonly names: readonly string[];
  readonly blobs: BlobStore;
  readonly filesystem: () => Promise<Tree>;
}

/** What the author should know afterwards, sentences. */
export async function writeOutput(
  output: OutputOption,
  result: Result,
  standardOutput: Writable,
): Promise<readonly string[]> {
  if (output.type === 'local') return writeLocalFolder(await result.filesystem(), output.dest);
  const pieces =
    output.type === 'tar'
      ? exportFilesystem(await result.filesystem())
      : exportImage(result.image, result.blobs, {
          format: output.type,
          names: [...result.names, ...output.names],
        });
  if (output.dest === '-') await pour(pieces, standardOutput);
  else await writeFileWhole(output.dest, pieces);
  return [];
}

/** Waits for the reader, so that a slow one does not make us hold everything. */
async function pour(
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  stream: Writable,
): Promise<void> {
  for await (const piece of pieces) {
    await new Promise<void>((resolve, reject) => {
      stream.write(piece, (error) => (error ? reject(error) : resolve()));
    });
  }
}
