/** Rows of blobs in IndexedDB, and how a transaction that writes them ends: with all of it done, or nothing. */

import { chunkSize } from './limits.ts';
import type { BlobInfo, BlobPlace, BlobSpace, Database } from './schema.ts';
import { isQuotaError, StoreError, storageFull } from './store-error.ts';

/** The rows of one space, or those of one name in it: every key of them lies within. */
export function spaceRange(space: BlobSpace, name?: string): IDBKeyRange {
  const start = name === undefined ? [space] : [space, name];
  return IDBKeyRange.bound(start, [...start, []]);
}

/** Bytes of all blobs of all spaces. */
export async function bytesKept(database: Database): Promise<number> {
  const rows = await database.getAll('blob-info');
  return rows.reduce((sum, row) => sum + row.size, 0);
}

/** Takes the requests of one write, so that none of them fails unseen. */
export type Write = (request: Promise<unknown>) => void;

/** Where the rows of a blob go: the two object stores of the caller's transaction. */
export interface BlobRows {
  readonly info: {
    put(value: BlobInfo, key: [BlobSpace, string]): Promise<unknown>;
    delete(key: [BlobSpace, string]): Promise<unknown>;
  };
  readonly chunks: {
    put(value: Uint8Array, key: [BlobSpace, string, number]): Promise<unknown>;
    delete(range: IDBKeyRange): Promise<unknown>;
  };
}

/** Queues the writes of one blob on the caller's transaction. */
export function writeBlob(
  write: Write,
  rows: BlobRows,
  space: BlobSpace,
  digest: string,
  bytes: Uint8Array,
): void {
  const chunks = Math.ceil(bytes.length / chunkSize);
  for (let index = 0; index < chunks; index++) {
    // A copy: structured clone would otherwise take the whole buffer that the piece is a view of.
    const piece = bytes.slice(index * chunkSize, (index + 1) * chunkSize);
    write(rows.chunks.put(piece, [space, digest, index]));
  }
  write(rows.info.put({ space, digest, size: bytes.length, chunks }, [space, digest]));
}

/** Queues the removal of a blob; answers the name of its file, which goes when the transaction has ended well. */
export function deleteBlob(write: Write, rows: BlobRows, info: BlobInfo): string | undefined {
  const place = placeOf(info);
  write(rows.info.delete([info.space, info.digest]));
  if (place.kind === 'file') return place.id;
  write(rows.chunks.delete(spaceRange(info.space, place.id)));
  return undefined;
}

/** Where its bytes are. Blobs that are written at once have their chunks under their digest. */
export function placeOf({ digest, place }: BlobInfo): BlobPlace {
  return place ?? { kind: 'chunks', id: digest };
}

/**
 * Runs a write transaction to its end: when anything in it fails, all of it is undone. `needed` is bytes.
 * @throws {StoreError} `full` or `failed`
 */
export async function writing(
  database: Database,
  transaction: { readonly done: Promise<void>; abort(): void },
  needed: number,
  queue: (write: Write) => void | Promise<void>,
): Promise<void> {
  const requests: Promise<unknown>[] = [transaction.done];
  transaction.done.catch(() => undefined);
  try {
    await queue((request) => {
      request.catch(() => undefined);
      requests.push(request);
    });
    await Promise.all(requests);
  } catch (error) {
    try {
      transaction.abort();
    } catch {
      // Already aborted by the failed request.
    }
    const ended = await transaction.done.then(
      () => error,
      (reason) => (isQuotaError(reason) ? reason : error),
    );
    throw await storeError(database, needed, ended);
  }
}

export async function storeError(database: Database, needed: number, error: unknown): Promise<StoreError> {
  if (error instanceof StoreError) return error;
  if (isQuotaError(error)) {
    return storageFull(needed, await bytesKept(database).catch(() => 0), error);
  }
  const said = error instanceof Error ? error.message : String(error);
  return new StoreError(
    'failed',
    `The browser could not store data: ${said}. Nothing of this write was kept; try again, or reload the page.`,
    { cause: error },
  );
}
