/**
 * Blobs of one space: small ones in IndexedDB in one transaction, large ones piece by piece, in files where there are
 * files. A row says that a blob is whole, so that it is there with all its bytes or not at all.
 */
import {
  type Announced,
  type Blob,
  type BlobContent,
  type BlobReading,
  type BlobStore,
  verifyAnnounced,
} from '../image/blob-store.ts';
import { type Digest, isDigest, type StreamingDigest, sha256, startDigest } from '../image/digest.ts';
import { concatenate } from '../image/layer-writer.ts';
import { sizeText } from '../image/size-text.ts';
import type { BlobFiles } from './blob-files.ts';
import { deleteBlob, placeOf, spaceRange, storeError, writeBlob, writing } from './blob-rows.ts';
import type { Connection } from './database.ts';
import type { BlobHolds } from './holds.ts';
import { chunkSize, largestBlob } from './limits.ts';
import type { BlobInfo, BlobSpace, Database } from './schema.ts';
import type { Session } from './session.ts';
import { Spill } from './spill.ts';
import type { StoreProblem } from './store.ts';
import { isQuotaError, StoreError } from './store-error.ts';

export interface BlobGround {
  readonly connection: Connection;
  readonly space: BlobSpace;
  readonly session: Session;
  readonly files: Promise<BlobFiles | undefined>;
  /** What is read and written is held, so that it is not forgotten to make room. */
  readonly holds?: BlobHolds;
  readonly report: (problem: StoreProblem) => void;
  /** Forgets what serves least until there is room for a blob of so many bytes under the budget. */
  readonly stayUnderBudget?: (size: number) => Promise<void>;
  /** Forgets what serves least until so many bytes are free; answers how many were freed. */
  readonly makeRoom?: (bytes: number) => Promise<number>;
}

export class BlobSpaceStore implements BlobStore {
  readonly #ground: BlobGround;

  constructor(ground: BlobGround) {
    this.#ground = ground;
  }

  async put(content: BlobContent, announced: Announced = {}): Promise<Blob> {
    if (announced.size !== undefined) checkSize(announced.size);
    if (!(content instanceof Uint8Array)) return this.#putStream(content, announced);
    checkSize(content.length);
    const blob: Blob = { digest: await sha256(content), size: content.length };
    verifyAnnounced(blob, announced);
    if (await this.has(blob.digest)) return blob;
    await this.#ground.stayUnderBudget?.(blob.size);
    if (content.length <= chunkSize) await this.#putWhole(blob.digest, content);
    else await this.#putPieces(pieces(content), blob.digest, blob.size);
    return blob;
  }

  async get(digest: Digest): Promise<Uint8Array | undefined> {
    const info = await this.#info(digest);
    if (info === undefined) return undefined;
    const bytes = new Uint8Array(info.size);
    let at = 0;
    try {
      for await (const piece of this.#pieces(info)) {
        if (at + piece.length > bytes.length) return this.#damaged(info);
        bytes.set(piece, at);
        at += piece.length;
      }
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    return at === bytes.length && (await sha256(bytes)) === digest ? bytes : this.#damaged(info);
  }

  async open(digest: Digest): Promise<BlobReading | undefined> {
    const info = await this.#info(digest);
    return info && { digest, size: info.size, pieces: this.#verified(digest, info) };
  }

  async has(digest: Digest): Promise<boolean> {
    const { space, holds, connection } = this.#ground;
    await holds?.hold(digest);
    const database = await connection.database();
    return (await database.getKey('blob-info', [space, digest])) !== undefined;
  }

  async delete(digest: Digest): Promise<void> {
    const { space, connection, files } = this.#ground;
    const database = await connection.database();
    const transaction = database.transaction(['blob-info', 'blob-chunks'], 'readwrite');
    const rows = {
      info: transaction.objectStore('blob-info'),
      chunks: transaction.objectStore('blob-chunks'),
    };
    let file: string | undefined;
    await writing(database, transaction, 0, async (write) => {
      const info = await rows.info.get([space, digest]);
      if (info !== undefined) file = deleteBlob(write, rows, info);
    });
    if (file !== undefined) await (await files)?.remove(file);
  }

  async list(): Promise<readonly Blob[]> {
    const { space, connection } = this.#ground;
    const rows = await (await connection.database()).getAll('blob-info', spaceRange(space));
    return rows.flatMap(({ digest, size }) => (isDigest(digest) ? [{ digest, size }] : []));
  }

  /** Only what is longer than a chunk goes the long way. */
  async #putStream(stream: AsyncIterable<Uint8Array>, announced: Announced): Promise<Blob> {
    const digest = await startDigest();
    const counted = checked(stream, digest, announced);
    const head: Uint8Array[] = [];
    let length = 0;
    for (let next = await counted.next(); !next.done; next = await counted.next()) {
      head.push(next.value.slice());
      length += next.value.length;
      if (length <= chunkSize) continue;
      const verify = () => verified(digest, announced);
      return this.#putPieces(joined(head, counted), verify, announced.size);
    }
    const blob = verified(digest, announced);
    if (await this.has(blob.digest)) return blob;
    await this.#ground.stayUnderBudget?.(blob.size);
    await this.#putWhole(blob.digest, concatenate(head));
    return blob;
  }

  async #putWhole(digest: Digest, bytes: Uint8Array): Promise<void> {
    const { space, connection } = this.#ground;
    const database = await connection.database();
    await this.#withRoom(database, bytes.length, async () => {
      const transaction = database.transaction(['blob-info', 'blob-chunks'], 'readwrite');
      const rows = {
        info: transaction.objectStore('blob-info'),
        chunks: transaction.objectStore('blob-chunks'),
      };
      await writing(database, transaction, bytes.length, (write) =>
        writeBlob(write, rows, space, digest, bytes),
      );
    });
  }

  /** `digest` is known, or computed when all pieces were there. */
  async #putPieces(
    source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    digest: Digest | (() => Blob),
    expected = 0,
  ): Promise<Blob> {
    const { space, connection, session, files, holds, stayUnderBudget } = this.#ground;
    const database = await connection.database();
    await session.begin();
    const spill = await Spill.begin({
      database,
      space,
      session: session.id,
      files: await files,
      expected,
      withRoom: (needed, step) => this.#withRoom(database, needed, step),
    });
    try {
      let size = 0;
      for await (const piece of source) {
        await spill.append(piece);
        size += piece.length;
      }
      const blob = typeof digest === 'string' ? { digest, size } : digest();
      await holds?.hold(blob.digest);
      await stayUnderBudget?.(blob.size);
      await spill.finish(blob.digest);
      return blob;
    } catch (error) {
      await spill.abandon();
      throw error;
    }
  }

  async #withRoom<Result>(database: Database, needed: number, step: () => Promise<Result>): Promise<Result> {
    const isFull = (error: unknown): boolean =>
      isQuotaError(error) || (error instanceof StoreError && error.code === 'full');
    try {
      return await step();
    } catch (error) {
      const freed = isFull(error) ? ((await this.#ground.makeRoom?.(needed)) ?? 0) : 0;
      if (freed === 0) throw await storeError(database, needed, error);
    }
    try {
      return await step();
    } catch (error) {
      throw await storeError(database, needed, error);
    }
  }

  async #info(digest: Digest): Promise<BlobInfo | undefined> {
    const { space, holds, connection } = this.#ground;
    await holds?.hold(digest);
    return (await connection.database()).get('blob-info', [space, digest]);
  }

  async *#pieces(info: BlobInfo): AsyncGenerator<Uint8Array> {
    const { connection, files, space } = this.#ground;
    const { kind, id } = placeOf(info);
    if (kind === 'file') {
      const folder = await files;
      if (folder !== undefined) yield* folder.read(id);
      return;
    }
    for (let index = 0; index < info.chunks; index++) {
      const chunk = await (await connection.database()).get('blob-chunks', [space, id, index]);
      if (chunk === undefined) return;
      yield chunk;
    }
  }

  async *#verified(digest: Digest, info: BlobInfo): AsyncGenerator<Uint8Array> {
    const found = await startDigest();
    try {
      for await (const piece of this.#pieces(info)) {
        found.update(piece);
        yield piece;
      }
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    const { size } = found;
    const whole = found.finish();
    if (whole !== digest) await this.#damaged(info);
    verifyAnnounced({ digest: whole, size }, { digest }, digest);
  }

  async #damaged({ digest, size }: BlobInfo): Promise<undefined> {
    if (isDigest(digest)) await this.delete(digest);
    this.#ground.report({
      kind: 'damaged-blob',
      digest,
      message:
        `What was kept as ${digest} (${sizeText(size)}) was damaged and has been removed; ` +
        'it is made or fetched again when it is needed.',
    });
    return undefined;
  }
}

/** The browser lost the file. */
function isMissing(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotFoundError';
}

function checkSize(bytes: number): void {
  if (bytes <= largestBlob) return;
  throw new StoreError(
    'too-large',
    `A layer or file of ${sizeText(bytes)} is more than this page keeps in one piece (${sizeText(largestBlob)}). ` +
      'Leave large files out with .dockerignore, or make the layer smaller.',
  );
}

function* pieces(content: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < content.length; at += chunkSize) yield content.subarray(at, at + chunkSize);
}

/** Digests what comes by, and ends what is longer than it may be. */
async function* checked(
  stream: AsyncIterable<Uint8Array>,
  digest: StreamingDigest,
  announced: Announced,
): AsyncGenerator<Uint8Array> {
  for await (const piece of stream) {
    digest.update(piece);
    checkSize(digest.size);
    if (announced.size !== undefined && digest.size > announced.size) {
      verifyAnnounced({ size: digest.size }, announced);
    }
    yield piece;
  }
}

function verified(stream: StreamingDigest, announced: Announced): Blob {
  const blob: Blob = { size: stream.size, digest: stream.finish() };
  verifyAnnounced(blob, announced);
  return blob;
}

async function* joined(
  head: readonly Uint8Array[],
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* head;
  yield* rest;
}
