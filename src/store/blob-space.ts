/**
 * Blobs of one space in IndexedDB: bytes in chunks, and a row that says the blob is whole. Both are written in
 * one transaction, so that a blob is there with all its bytes or not at all.
 */
import { type Announced, type Blob, type BlobContent, type BlobStore, collect } from '../image/blob-store.ts';
import { type Digest, isDigest, sha256 } from '../image/digest.ts';
import type { Connection } from './database.ts';
import type { BlobHolds } from './holds.ts';
import { chunkSize, largestBlob } from './limits.ts';
import type { BlobInfo, BlobSpace, Database } from './schema.ts';
import type { StoreProblem } from './store.ts';
import { isQuotaError, StoreError, sizeText, storageFull } from './store-error.ts';

/** The rows of one space: every key of it lies within. */
export function spaceRange(space: BlobSpace, digest?: string): IDBKeyRange {
  const start = digest === undefined ? [space] : [space, digest];
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
  readonly info: { put(value: BlobInfo, key: [BlobSpace, string]): Promise<unknown> };
  readonly chunks: { put(value: Uint8Array, key: [BlobSpace, string, number]): Promise<unknown> };
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

async function storeError(database: Database, needed: number, error: unknown): Promise<StoreError> {
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

export class BlobSpaceStore implements BlobStore {
  constructor(
    readonly connection: Connection,
    readonly space: BlobSpace,
    readonly report: (problem: StoreProblem) => void,
    /** What is read and written here is held, so that it is not forgotten to make room. */
    readonly holds?: BlobHolds,
  ) {}

  async put(content: BlobContent, announced: Announced = {}): Promise<Blob> {
    if (announced.size !== undefined) checkSize(announced.size);
    const { bytes, digest } = await collect(content, announced);
    checkSize(bytes.length);
    const blob: Blob = { digest, size: bytes.length };
    await this.holds?.hold(digest);
    if (await this.has(digest)) return blob;
    const database = await this.connection.database();
    const transaction = database.transaction(['blob-info', 'blob-chunks'], 'readwrite');
    const rows = {
      info: transaction.objectStore('blob-info'),
      chunks: transaction.objectStore('blob-chunks'),
    };
    await writing(database, transaction, bytes.length, (write) =>
      writeBlob(write, rows, this.space, digest, bytes),
    );
    return blob;
  }

  async get(digest: Digest): Promise<Uint8Array | undefined> {
    await this.holds?.hold(digest);
    const database = await this.connection.database();
    const transaction = database.transaction(['blob-info', 'blob-chunks']);
    const [info, chunks] = await Promise.all([
      transaction.objectStore('blob-info').get([this.space, digest]),
      transaction.objectStore('blob-chunks').getAll(spaceRange(this.space, digest)),
    ]);
    if (info === undefined) return undefined;
    const bytes = joined(info, chunks);
    if (bytes !== undefined && (await sha256(bytes)) === digest) return bytes;
    await this.delete(digest);
    this.report({
      kind: 'damaged-blob',
      digest,
      message:
        `What was kept as ${digest} (${sizeText(info.size)}) was damaged and has been removed; ` +
        'it is made or fetched again when it is needed.',
    });
    return undefined;
  }

  async has(digest: Digest): Promise<boolean> {
    await this.holds?.hold(digest);
    const database = await this.connection.database();
    return (await database.getKey('blob-info', [this.space, digest])) !== undefined;
  }

  async delete(digest: Digest): Promise<void> {
    const database = await this.connection.database();
    const transaction = database.transaction(['blob-info', 'blob-chunks'], 'readwrite');
    await writing(database, transaction, 0, (write) => {
      write(transaction.objectStore('blob-info').delete([this.space, digest]));
      write(transaction.objectStore('blob-chunks').delete(spaceRange(this.space, digest)));
    });
  }

  async list(): Promise<readonly Blob[]> {
    const database = await this.connection.database();
    const rows = await database.getAll('blob-info', spaceRange(this.space));
    return rows.flatMap(({ digest, size }) => (isDigest(digest) ? [{ digest, size }] : []));
  }
}

function checkSize(bytes: number): void {
  if (bytes <= largestBlob) return;
  throw new StoreError(
    'too-large',
    `A layer or file of ${sizeText(bytes)} is more than this page keeps in one piece (${sizeText(largestBlob)}). ` +
      'Leave large files out with .dockerignore, or make the layer smaller.',
  );
}

function joined(info: BlobInfo, chunks: readonly Uint8Array[]): Uint8Array | undefined {
  const [only] = chunks;
  if (chunks.length === 1 && only !== undefined && only.length === info.size) return only;
  if (chunks.reduce((sum, chunk) => sum + chunk.length, 0) !== info.size) return undefined;
  const bytes = new Uint8Array(info.size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
