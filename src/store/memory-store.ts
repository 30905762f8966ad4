/** The store in memory: for private windows, browsers that keep nothing, and the command line. */
import { MemoryBlobStore } from '../image/blob-store.ts';
import type { ProjectShelf, RecordCollection, StorageFigures, Store, StoredFile } from './store.ts';

export class MemoryStore implements Store {
  readonly #collections = new Map<string, Map<string, unknown>>();
  readonly #projects = new Map<string, readonly StoredFile[]>();
  #blobs = new MemoryBlobStore();

  readonly blobs = {
    put: (...given: Parameters<MemoryBlobStore['put']>) => this.#blobs.put(...given),
    get: (...given: Parameters<MemoryBlobStore['get']>) => this.#blobs.get(...given),
    has: (...given: Parameters<MemoryBlobStore['has']>) => this.#blobs.has(...given),
    delete: (...given: Parameters<MemoryBlobStore['delete']>) => this.#blobs.delete(...given),
    list: () => this.#blobs.list(),
  };
  readonly settings = recordsIn(new Map<string, unknown>());
  readonly projects: ProjectShelf = {
    load: async (name) => this.#projects.get(name),
    save: async (name, files) => void this.#projects.set(name, structuredClone(files)),
    delete: async (name) => void this.#projects.delete(name),
    list: async () => [...this.#projects.keys()].sort(),
  };

  /** `reason` says why nothing outlives the page. */
  constructor(readonly reason: string) {}

  collection<T>(name: string): RecordCollection<T> {
    const known = this.#collections.get(name) ?? new Map<string, unknown>();
    this.#collections.set(name, known);
    // A name stands for one type of record, in this page's whole life.
    return recordsIn(known as Map<string, T>);
  }

  async figures(): Promise<StorageFigures> {
    const blobs = await this.#blobs.list();
    const files = [...this.#projects.values()].flat();
    return {
      kind: 'memory',
      reason: this.reason,
      used:
        blobs.reduce((sum, blob) => sum + blob.size, 0) +
        files.reduce((sum, file) => sum + file.content.length, 0),
      blobs: blobs.length,
      cacheRecords: [...this.#collections.values()].reduce((sum, records) => sum + records.size, 0),
      persisted: false,
    };
  }

  async prune(): Promise<void> {
    this.#blobs = new MemoryBlobStore();
    for (const records of this.#collections.values()) records.clear();
  }

  async close(): Promise<void> {}
}

function recordsIn<T>(records: Map<string, T>): RecordCollection<T> {
  return {
    get: async (key) => records.get(key),
    put: async (key, record) => void records.set(key, structuredClone(record)),
    delete: async (key) => void records.delete(key),
    list: async () => [...records].map(([key, record]) => ({ key, record })).sort(byKey),
  };
}

function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return a.key < b.key ? -1 : 1;
}
