/** gzip by Node's zlib: its `DecompressionStream` hands it on in pieces of 16 KiB through web streams. */
import { createGunzip } from 'node:zlib';
import { type GunzipStream, useGunzip } from '../image/gunzip.ts';

/** Bytes that come out at once: each piece is a turn of the thread pool. */
const chunkSize = 256 * 1024;

function openNodeStream(): GunzipStream {
  const stream = createGunzip({ chunkSize });
  const pieces: AsyncIterator<Buffer> = stream[Symbol.asyncIterator]();
  // The side that is waited for tells of it.
  stream.on('error', () => undefined);
  const settle =
    (resolve: () => void, reject: (error: Error) => void) =>
    (error?: Error | null): void => {
      if (error) reject(error);
      else resolve();
    };
  return {
    write: (bytes) => new Promise((resolve, reject) => stream.write(bytes, settle(resolve, reject))),
    close: () => new Promise((resolve, reject) => stream.end(settle(resolve, reject))),
    read: async () => {
      const next = await pieces.next();
      return next.done === true ? undefined : next.value;
    },
    cancel: () => void stream.destroy(),
  };
}

/** Makes the engine in this process decompress with it. */
export function useNodeGunzip(): void {
  useGunzip(openNodeStream);
}
