/**
 * A blob that is written piece by piece, so that it is never in memory whole: into a file where there are files, else
 * into chunks of IndexedDB. A row tells whose the bytes are before the first of them is written, and the blob is there
 * when one transaction takes that row away and puts the blob's own.
 */
import type { Digest } from '../image/digest.ts';
import type { BlobFiles, FileWriter } from './blob-files.ts';
import { type Write, writing } from './blob-rows.ts';
import { chunkSize } from './limits.ts';
import type { BlobPlace, BlobSpace, Database, UnfinishedWrite } from './schema.ts';
import { StoreError } from './store-error.ts';

export interface SpillGround {
  readonly database: Database;
  readonly space: BlobSpace;
  readonly session: string;
  readonly files: BlobFiles | undefined;
  /** Bytes of the whole, where they are known. */
  readonly expected: number;
  /** Runs a step of writing; when there is no room, room is made and it is tried once more. */
  readonly withRoom: <Result>(needed: number, step: () => Promise<Result>) => Promise<Result>;
}

export class Spill {
  readonly #ground: SpillGround;
  readonly #place: BlobPlace;
  readonly #file: FileWriter | undefined;
  /** For chunks: what is not written yet, and the writes under way. */
  readonly #waiting = new Uint8Array(chunkSize);
  #filled = 0;
  #chunks = 0;
  #size = 0;
  #under: Promise<void> = Promise.resolve();

  private constructor(ground: SpillGround, place: BlobPlace, file: FileWriter | undefined) {
    this.#ground = ground;
    this.#place = place;
    this.#file = file;
  }

  static async begin(ground: SpillGround): Promise<Spill> {
    const { database, files } = ground;
    const id = crypto.randomUUID();
    const place: BlobPlace = { kind: files === undefined ? 'chunks' : 'file', id };
    const transaction = database.transaction('writes', 'readwrite');
    await writing(database, transaction, 0, (write) => write(transaction.store.put(row(ground, place), id)));
    return new Spill(ground, place, await files?.create(id));
  }

  get #needed(): number {
    return Math.max(this.#size, this.#ground.expected);
  }

  async append(piece: Uint8Array): Promise<void> {
    this.#size += piece.length;
    const file = this.#file;
    if (file !== undefined) {
      await this.#ground.withRoom(this.#needed, async () => file.append(piece));
      return;
    }
    for (let at = 0; at < piece.length; ) {
      const part = piece.subarray(at, at + chunkSize - this.#filled);
      this.#waiting.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled === chunkSize) await this.#flush();
    }
  }

  /**
   * Makes it the blob of that digest, unless there is one by now: then these bytes go.
   * @throws {StoreError}
   */
  async finish(digest: Digest): Promise<void> {
    const { database, space, files } = this.#ground;
    if (this.#filled > 0) await this.#flush();
    await this.#under;
    await this.#file?.finish();
    let isTwice = false;
    await this.#ground.withRoom(this.#needed, async () => {
      const transaction = database.transaction(['writes', 'blob-info', 'blob-chunks'], 'readwrite');
      const info = transaction.objectStore('blob-info');
      const writes = transaction.objectStore('writes');
      await writing(database, transaction, this.#needed, async (write) => {
        const [own, other] = await Promise.all([writes.get(this.#place.id), info.get([space, digest])]);
        if (own === undefined) throw takenAway();
        write(writes.delete(this.#place.id));
        isTwice = other !== undefined;
        if (isTwice) this.#forgetChunks(write, transaction.objectStore('blob-chunks'));
        else {
          const row = { space, digest, size: this.#size, chunks: this.#chunks, place: this.#place };
          write(info.put(row, [space, digest]));
        }
      });
    });
    if (isTwice && this.#place.kind === 'file') await files?.remove(this.#place.id);
  }

  /** Takes away what was written. Never fails: what is left is swept when a page is opened. */
  async abandon(): Promise<void> {
    const { database } = this.#ground;
    await this.#under.catch(() => undefined);
    await this.#file?.abandon().catch(() => undefined);
    const transaction = database.transaction(['writes', 'blob-chunks'], 'readwrite');
    await writing(database, transaction, 0, (write) => {
      write(transaction.objectStore('writes').delete(this.#place.id));
      this.#forgetChunks(write, transaction.objectStore('blob-chunks'));
    }).catch(() => undefined);
  }

  #forgetChunks(write: Write, chunks: { delete(range: IDBKeyRange): Promise<unknown> }): void {
    if (this.#place.kind === 'chunks') write(chunks.delete(chunkRange(this.#ground.space, this.#place.id)));
  }

  /** One chunk is written while the next is filled. */
  async #flush(): Promise<void> {
    const chunk = this.#waiting.slice(0, this.#filled);
    const index = this.#chunks++;
    this.#filled = 0;
    await this.#under;
    this.#under = this.#ground.withRoom(this.#needed, () => this.#writeChunk(chunk, index));
    this.#under.catch(() => undefined);
  }

  async #writeChunk(chunk: Uint8Array, index: number): Promise<void> {
    const { database, space } = this.#ground;
    const { id } = this.#place;
    const transaction = database.transaction(['writes', 'blob-chunks'], 'readwrite');
    const writes = transaction.objectStore('writes');
    await writing(database, transaction, this.#needed, async (write) => {
      if ((await writes.get(id)) === undefined) throw takenAway();
      write(transaction.objectStore('blob-chunks').put(chunk, [space, id, index]));
      write(writes.put(row(this.#ground, this.#place), id));
    });
  }
}

function row({ session, space }: SpillGround, place: BlobPlace): UnfinishedWrite {
  return { session, space, place, touched: Date.now() };
}

function chunkRange(space: BlobSpace, id: string): IDBKeyRange {
  return IDBKeyRange.bound([space, id], [space, id, []]);
}

function takenAway(): StoreError {
  return new StoreError(
    'failed',
    'The browser could not store data: this page stood still for so long that another tab took it for closed. ' +
      'Nothing of this write was kept; try again.',
  );
}
