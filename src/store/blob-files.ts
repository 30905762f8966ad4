/**
 * Blobs as files of the origin's private file system (https://fs.spec.whatwg.org/), which browsers write and read
 * several times as fast as IndexedDB. A file is a blob once a row says so; until then it is nobody's.
 */

/** What dedicated workers have and the DOM library does not know. */
interface SyncAccess {
  getSize(): number;
  read(buffer: Uint8Array, options: { readonly at: number }): number;
  write(buffer: Uint8Array, options: { readonly at: number }): number;
  truncate(size: number): void | Promise<void>;
  flush(): void | Promise<void>;
  close(): void | Promise<void>;
}

interface AccessibleFile extends FileSystemFileHandle {
  createSyncAccessHandle(options?: { readonly mode: 'read-only' }): Promise<SyncAccess>;
}

/** Bytes that are read at a time. */
const pieceSize = 1024 * 1024;

export interface FileWriter {
  /** @throws {DOMException} `QuotaExceededError`: what was written before is still there, and it can be tried again. */
  append(piece: Uint8Array): void;
  /** Answers when the bytes have left the browser. */
  finish(): Promise<void>;
  abandon(): Promise<void>;
}

export class BlobFiles {
  readonly #folder: FileSystemDirectoryHandle;
  readonly #asked = new Set<AccessibleFile>();

  private constructor(folder: FileSystemDirectoryHandle) {
    this.#folder = folder;
  }

  /** Undefined where files can't be had: outside of workers, on pages served over plain http, in private windows. */
  static async open(name: string): Promise<BlobFiles | undefined> {
    if (typeof FileSystemFileHandle === 'undefined') return undefined;
    if (!('createSyncAccessHandle' in FileSystemFileHandle.prototype)) return undefined;
    try {
      const root = await navigator.storage.getDirectory();
      return new BlobFiles(await root.getDirectoryHandle(name, { create: true }));
    } catch {
      return undefined;
    }
  }

  async create(name: string): Promise<FileWriter> {
    const access = await this.#access(name, (file) => file.createSyncAccessHandle(), { create: true });
    let size = 0;
    return {
      append: (piece) => {
        const written = access.write(piece, { at: size });
        if (written < piece.length) throw new DOMException('the file system is full', 'QuotaExceededError');
        size += written;
      },
      finish: async () => {
        await access.truncate(size);
        await access.flush();
        await access.close();
      },
      abandon: async () => {
        await access.close();
        await this.remove(name);
      },
    };
  }

  /** Pieces of the file; each is an array of its own. Rejects when there is no such file. */
  async *read(name: string): AsyncGenerator<Uint8Array> {
    const access = await this.#access(name, (file) =>
      file.createSyncAccessHandle({ mode: 'read-only' }).catch((error) => {
        if (error instanceof DOMException && error.name === 'NotFoundError') throw error;
        return undefined;
      }),
    );
    if (access === undefined) {
      // Another tab reads it at this moment, and this browser knows no shared access.
      yield* asynchronously(await this.#access(name, (file) => file.getFile()));
      return;
    }
    try {
      const size = access.getSize();
      for (let at = 0; at < size; ) {
        const piece = new Uint8Array(Math.min(pieceSize, size - at));
        const length = access.read(piece, { at });
        if (length === 0) return;
        at += length;
        yield length === piece.length ? piece : piece.subarray(0, length);
      }
    } finally {
      await access.close();
    }
  }

  /**
   * Asks something of a file's handle. The handle is kept in a field until it has answered: Chromium never answers when
   * the handle has been collected as garbage, which under load it is.
   */
  async #access<Result>(
    name: string,
    ask: (file: AccessibleFile) => Promise<Result>,
    options: { readonly create?: boolean } = {},
  ): Promise<Result> {
    const file = (await this.#folder.getFileHandle(name, options)) as AccessibleFile;
    this.#asked.add(file);
    try {
      return await ask(file);
    } finally {
      this.#asked.delete(file);
    }
  }

  /** None there is no error; one that another tab is reading stays until it is swept. */
  async remove(name: string): Promise<void> {
    await this.#folder.removeEntry(name).catch(() => undefined);
  }

  async list(): Promise<readonly string[]> {
    const names: string[] = [];
    for await (const name of this.#folder.keys()) names.push(name);
    return names;
  }
}

async function* asynchronously(file: Blob): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.size; at += pieceSize) {
    yield new Uint8Array(await file.slice(at, at + pieceSize).arrayBuffer());
  }
}
