/** A file as a source of bytes: read where and when it is needed. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ByteSource } from '../image/byte-source.ts';

/** @throws Node's error when there is no such file. */
export async function openFile(path: string): Promise<ByteSource> {
  const { size } = await stat(path);
  return {
    name: path,
    size,
    stream: (start = 0, end = size) =>
      end <= start ? nothing() : createReadStream(path, { start, end: end - 1, highWaterMark: 256 * 1024 }),
  };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
